/*
 * Preloaded into the node's driver and its children: counts, per volume, each call by which they touch the host, and stops before
 * the one that a plan names. Whoever made the plan then kills the driver from outside. What stands between two such calls
 * leaves no trace, so the host has no other states to be killed in than those before each, and the one after the last.
 *   $LAB_STEPS/VOLUME.plan     the number to stop before, or words of it; without a plan the volume's calls are not counted
 *   $LAB_STEPS/VOLUME.steps    those that there have been, a line each, and VOLUME.count how many
 *   $LAB_STEPS/VOLUME.held     what would be done next: written when it stops; who removes it lets it go on
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/dm-ioctl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NEXT(name) ({ static __typeof__(name) *next; if (!next) next = dlsym(RTLD_NEXT, #name); next; })

enum { ID = 40, TEXT = 1024 }; /* "pvc-" and a UUID */

static const char *folder, *program;
static __thread char lately[ID + 1];

__attribute__((constructor)) static void begin(void)
{
    static char self[TEXT];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    program = length > 0 ? strrchr(self, '/') + 1 : "";
    folder = getenv("LAB_STEPS");
}

static int is_driver(void)
{
    return !strcmp(program, "java");
}

static int is_spawner(void)
{
    return !strcmp(program, "jspawnhelper");
}

/* ── small files, past what is intercepted below ── */

static int slurp(const char *path, char text[TEXT])
{
    int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : syscall(SYS_read, file, text, TEXT - 1);
    if (file >= 0)
        syscall(SYS_close, file);
    text[length > 0 ? length : 0] = 0;
    return length > 0;
}

static void put(const char *path, const char *text, int how)
{
    int file = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600);
    syscall(SYS_write, file, text, strlen(text));
    syscall(SYS_close, file);
}

/* ── which volume a call is about ── */

static int names(const char *text)
{
    const char *at = strstr(text, "pvc-");
    if (!at || strlen(at) < ID)
        return 0;
    memcpy(lately, at, ID);
    return 1;
}

static int attribute(const char *format, const char *name, int length)
{
    char path[TEXT], text[TEXT];
    snprintf(path, sizeof path, format, length, name);
    return slurp(path, text) && names(text);
}

/* By its id, or by a device's; what shows neither (a directory that is forced to the disk) goes on with what its thread did last. */
static int about(const char *text)
{
    const char *device = strstr(text, "/dev/"), *controller = strstr(text, "/ctl/nvme");
    if (names(text))
        return 1;
    if (device)
        device += 5;
    if (device && (attribute("/sys/block/%.*s/dm/name", device, strcspn(device, " ")) ||
                   attribute("/sys/block/%.*s/device/subsysnqn", device, strcspn(device, " "))))
        return 1;
    if (controller)
        controller += 5;
    if (controller && attribute("/sys/class/nvme/%.*s/subsysnqn", controller, strcspn(controller, "/ ")))
        return 1;
    return !device && !controller && *lately;
}

static const char *of(char path[TEXT], const char *suffix)
{
    snprintf(path, TEXT, "%s/%s.%s", folder, lately, suffix);
    return path;
}

static void hold(const char *line)
{
    char draft[TEXT], path[TEXT];
    put(of(draft, "draft"), line, O_TRUNC);
    syscall(SYS_rename, draft, of(path, "held"));
    while (!access(path, F_OK))
        usleep(10000);
}

static void step_about(const char *call, const char *what, const char *where)
{
    char path[TEXT], plan[TEXT], count[TEXT], line[TEXT];
    int error = errno;
    if (folder && about(where) && slurp(of(path, "plan"), plan)) {
        plan[strcspn(plan, "\n")] = 0;
        snprintf(line, sizeof line, "%s %s %.400s\n", is_driver() || is_spawner() ? "driver" : program, call, what);
        snprintf(count, sizeof count, "%ld", 1 + (slurp(of(path, "count"), count) ? atol(count) : 0));
        put(of(path, "count"), count, O_TRUNC);
        put(of(path, "steps"), line, O_APPEND);
        if (atol(plan) ? atol(plan) == atol(count) : strstr(line, plan) != NULL)
            hold(line);
    }
    errno = error;
}

static void step(const char *call, const char *what)
{
    step_about(call, what, what);
}

/* ── where the host is touched ── */

static int matters(const char *path)
{
    if (!strncmp(path, "/var/lib/kubelet/", 17)) /* but for what a child prints, and the socket */
        return !strstr(path, "/stdout-") && !strstr(path, "/stderr-") && !strstr(path, ".sock");
    return !strncmp(path, "/sys/", 5) || !strncmp(path, "/dev/nvme", 9) || !strncmp(path, "/dev/dm-", 8);
}

static int file_matters(int file, char path[TEXT])
{
    char link[64];
    int error = errno;
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = folder ? syscall(SYS_readlink, link, path, TEXT - 1) : -1;
    path[length > 0 ? length : 0] = 0;
    errno = error;
    return matters(path);
}

/* Of a program's many writes to one file the 1st, 4th, 16th … stand for all. */
static int stands_for_others(const char *path)
{
    static char last[TEXT];
    static long times;
    long rest = times = strcmp(path, last) ? 1 : times + 1;
    snprintf(last, sizeof last, "%s", path);
    while (rest % 4 == 0)
        rest /= 4;
    return rest == 1;
}

static void changes(const char *call, int file, const void *bytes, size_t length)
{
    char path[TEXT], line[TEXT];
    if (!file_matters(file, path) || (!is_driver() && !stands_for_others(path)))
        return;
    if (strcmp(path, "/dev/nvme-fabrics"))
        return step(call, path);
    snprintf(line, sizeof line, "%.*s", (int)length, (const char *)bytes);
    step_about(call, path, line);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    changes("write", file, bytes, length);
    return NEXT(write)(file, bytes, length);
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at)
{
    changes("pwrite", file, bytes, length);
    return NEXT(pwrite64)(file, bytes, length, at);
}

ssize_t pread64(int file, void *bytes, size_t length, off64_t at)
{
    char path[TEXT];
    if (is_driver() && file_matters(file, path))
        step("pread", path);
    return NEXT(pread64)(file, bytes, length, at);
}

#define FORCED(name)              \
    int name(int file)            \
    {                             \
        char path[TEXT];          \
        if (file_matters(file, path)) \
            step(#name, path);    \
        return NEXT(name)(file);  \
    }

FORCED(fsync)
FORCED(fdatasync)

int open64(const char *path, int flags, ...)
{
    va_list more;
    mode_t mode;
    va_start(more, flags);
    mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (is_driver() && flags & (O_CREAT | O_TRUNC) && matters(path) && strncmp(path, "/dev/", 5))
        step("create", path);
    return NEXT(open64)(path, flags, mode);
}

#define AT(path, label, name, parameters, arguments) \
    int name parameters                              \
    {                                                \
        if (matters(path))                           \
            step(label, path);                       \
        return NEXT(name) arguments;                 \
    }

AT(to, "rename", rename, (const char *from, const char *to), (from, to))
AT(path, "unlink", unlink, (const char *path), (path))
AT(path, "rmdir", rmdir, (const char *path), (path))
AT(path, "mknod", mknod, (const char *path, mode_t mode, dev_t device), (path, mode, device))
AT(path, "chmod", lchmod, (const char *path, mode_t mode), (path, mode))
AT(path, "umount", umount, (const char *path), (path))
AT(path, "umount", umount2, (const char *path, int flags), (path, flags))
AT(target, flags & MS_REMOUNT ? "remount" : flags & MS_BIND ? "bind" : "mount", mount,
   (const char *source, const char *target, const char *type, unsigned long flags, const void *data),
   (source, target, type, flags, data))

int mkdir(const char *path, mode_t mode)
{
    int error = errno;
    if (matters(path) && access(path, F_OK))
        step("mkdir", path);
    errno = error;
    return NEXT(mkdir)(path, mode);
}

static const char *mapping(unsigned long request, const struct dm_ioctl *told)
{
    switch (_IOC_NR(request)) {
    case DM_DEV_CREATE_CMD: return "DM_DEV_CREATE";
    case DM_DEV_REMOVE_CMD: return "DM_DEV_REMOVE";
    case DM_DEV_SUSPEND_CMD: return told->flags & DM_SUSPEND_FLAG ? "DM_DEV_SUSPEND" : "DM_DEV_SUSPEND (resume)";
    case DM_TABLE_LOAD_CMD: return "DM_TABLE_LOAD";
    case DM_TABLE_CLEAR_CMD: return "DM_TABLE_CLEAR";
    case DM_TARGET_MSG_CMD: return "DM_TARGET_MSG";
    }
    return NULL;
}

int ioctl(int file, unsigned long request, ...)
{
    va_list more;
    void *argument;
    char path[TEXT];
    va_start(more, request);
    argument = va_arg(more, void *);
    va_end(more);
    if (_IOC_TYPE(request) == DM_IOCTL && mapping(request, argument))
        step(mapping(request, argument), ((struct dm_ioctl *)argument)->name);
    else if (((_IOC_TYPE(request) == 'f' && _IOC_NR(request) == 16) || (_IOC_TYPE(request) == 'X' && _IOC_NR(request) == 110)) &&
             file_matters(file, path))
        step("grow", path);
    return NEXT(ioctl)(file, request, argument);
}

/* The JDK's helper becomes the command. The watch over all paths, which asks for their status, is about no volume. */
int execvp(const char *path, char *const words[])
{
    char line[TEXT] = "";
    int n;
    if (is_spawner() && !access(path, X_OK)) {
        for (n = 0; words[n]; n++) {
            strncat(line, words[n], sizeof line - strlen(line) - 2);
            strcat(line, " ");
        }
        step("runs", line);
    }
    return NEXT(execvp)(path, words);
}
