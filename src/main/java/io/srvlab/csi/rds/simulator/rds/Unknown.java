package io.srvlab.csi.rds.simulator.rds;

import java.util.Locale;

/** A behaviour of the device that nobody has established: each is a switch, and the first value is the default. */
public sealed interface Unknown {
    String name();

    int ordinal();

    /** The switch as settings spell it, {@code default-nqn}. */
    default String switchName() {
        return nameOf(getClass());
    }

    /** The value as settings spell it, {@code refuse-32}. */
    default String valueName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String nameOf(Class<?> unknown) {
        return unknown.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** U1: the NQN of an export that was given none. */
    enum DefaultNqn implements Unknown {
        PREFIXED,
        SLOT,
        EMPTY
    }

    /** U2: whether slots longer than 32 characters are taken. */
    enum SlotLimit implements Unknown {
        LONG,
        REFUSE_32,
        TRUNCATE_32
    }

    /** U3: what the allow list does. */
    enum AllowHost implements Unknown {
        IGNORED,
        ENFORCED_EXACT,
        ENFORCED_LIST
    }

    /** U3: whether a change of the allow list drops hosts it no longer names. */
    enum AllowHostChange implements Unknown {
        KEEPS_LIVE,
        DROPS
    }

    /** U4: whether a host must know the export's password. */
    enum ServerPassword implements Unknown {
        IGNORED,
        ENFORCED
    }

    /** U5: whether an image occupies its size at once. */
    enum Allocation implements Unknown {
        PREALLOCATED,
        SPARSE
    }

    /** U5, U10: whether a large add, growth or copy takes time, three seconds for each 100 GiB. */
    enum AddSpeed implements Unknown {
        INSTANT,
        BY_SIZE
    }

    /** U5: what an add that runs out of space leaves. */
    enum FullPool implements Unknown {
        LEAVES_NOTHING,
        LEAVES_FILE
    }

    /** U6: an image in a directory that does not exist. */
    enum MissingDirectory implements Unknown {
        ERROR,
        CREATED
    }

    /** U7: a new disk with a size over a file that exists. */
    enum ExistingFile implements Unknown {
        ATTACH_KEEP_SIZE,
        GROW,
        TRUNCATE,
        ERROR
    }

    /** U8: when a connected host sees the new size. */
    enum GrowVisible implements Unknown {
        AFTER_REEXPORT,
        AT_ONCE,
        AFTER_RESCAN
    }

    /** U8: whether an image can be made smaller. */
    enum Shrink implements Unknown {
        REFUSE,
        OBEY
    }

    /** U9: removing a disk that a host is connected to. */
    enum RemoveConnected implements Unknown {
        OBEY,
        REFUSE
    }

    /** U10: whether a copy holds its command up and is given up with its channel; seen where copies take time (add-speed). */
    enum CopyBlocks implements Unknown {
        FOREGROUND_DIES_WITH_CHANNEL,
        FOREGROUND_CONTINUES,
        BACKGROUND
    }

    /** U10: whether a copy of a file shares its blocks and so costs no space. */
    enum Reflink implements Unknown {
        NO,
        YES
    }

    /** U11: JSON types of numbers and booleans. */
    enum JsonTypes implements Unknown {
        NUMBER_BOOLEAN,
        STRING
    }

    /** U11: JSON of a listing without entries. */
    enum EmptyResult implements Unknown {
        ARRAY,
        EMPTY_LINE,
        NOTHING
    }

    /** U12: whether print wraps at the terminal's width, or at another for each command. */
    enum WrapPrint implements Unknown {
        AT_80,
        OFF,
        RANDOM
    }

    /** U12: whether {@code :put} wraps as well. */
    enum WrapPut implements Unknown {
        OFF,
        ON
    }

    /** U12: whether the width in the login name counts. */
    enum SuffixEffective implements Unknown {
        ON,
        OFF
    }

    /** U13: the exit status of a command. */
    enum ExitStatus implements Unknown {
        ZERO,
        ONE_ON_ERROR,
        MISSING
    }

    /** U13: where the text of a failed command goes. */
    enum ErrorStream implements Unknown {
        STDOUT,
        STDERR,
        BOTH
    }

    /** U14: whether error texts are the known ones or a sentence nobody has seen. */
    enum ErrorTexts implements Unknown {
        CATALOGUE,
        WITHOUT_PREFIX,
        WITH_CODE,
        RANDOM_SENTENCE
    }

    /** U15: what the server offers. */
    enum SshAlgorithms implements Unknown {
        MODERN,
        STRONG_CRYPTO,
        OLD
    }

    /** The type of the host key; the device's default is RSA. */
    enum HostKeyType implements Unknown {
        RSA,
        ED25519
    }

    /** U16: what the session over the limit meets. */
    enum AtLimit implements Unknown {
        REFUSE_CHANNEL,
        REFUSE_AUTH,
        REFUSE_TCP,
        BLOCK
    }

    /** U16: open channels in one connection. */
    enum ChannelsPerConnection implements Unknown {
        TEN,
        FOUR,
        ONE
    }

    /** U17: the answer to a keep-alive request. */
    enum KeepaliveReply implements Unknown {
        NEGATIVE,
        NONE
    }

    /** U18: the policies of the driver's user. */
    enum Policies implements Unknown {
        FULL,
        READ_WRITE_TEST,
        WITHOUT_TEST,
        READ_ONLY
    }

    /** U19: whether exports come back later than the SSH server after a reboot. */
    enum ExportsAfterBoot implements Unknown {
        AT_ONCE,
        LATE
    }

    /** U19: whether the pool is assembled later than the SSH server after a reboot. */
    enum RaidAfterBoot implements Unknown {
        AT_ONCE,
        LATE
    }

    /** U20: where a long line breaks. */
    enum WrapStyle implements Unknown {
        BLANK_GREEDY,
        MID_TOKEN_HYPHEN,
        MID_TOKEN_ANYWHERE,
        RANDOM
    }

    /** U21: when a new NQN of a disk that was exported before takes effect. */
    enum NqnChange implements Unknown {
        AT_EXPORT,
        IMMEDIATELY,
        REFUSED
    }

    /** U22: whether switching an export off cuts the hosts that are connected. */
    enum ExportOff implements Unknown {
        CUTS,
        KEEPS_LIVE
    }

    /** U23: whether an export shows the same namespace after a reboot or a re-export. */
    enum NamespaceIdentity implements Unknown {
        KEPT,
        NEW_AT_BOOT,
        NEW_AT_EXPORT
    }

    /** How an argument the version lacks is reported. */
    enum UnknownArgument implements Unknown {
        EXPECTED_END,
        BAD_PARAMETER
    }

    /** Where print shows a comment. */
    enum CommentStyle implements Unknown {
        PROPERTY,
        LINE
    }

    /** Which flags the legend above a print lists, and how. */
    enum Legend implements Unknown {
        PRESENT,
        ALL,
        OLD
    }

    /** Whether another cluster keeps marked disks in the same directory. */
    enum SecondOwner implements Unknown {
        ABSENT,
        PRESENT
    }

    /** Two exports under one NQN. */
    enum SharedNqn implements Unknown {
        REFUSE,
        TWO_EXPORTS
    }

    /** Removing a file that a disk uses. */
    enum FileInUse implements Unknown {
        OBEY,
        REFUSE
    }

    /** How file times are written. */
    enum FileTimes implements Unknown {
        ISO,
        MONTH_NAME
    }
}
