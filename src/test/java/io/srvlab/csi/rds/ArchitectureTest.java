package io.srvlab.csi.rds;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The package map and the house rules, executable. Plain tests on purpose: ArchUnit's own engine can vanish unnoticed. */
class ArchitectureTest {
    private static final String BASE = "io.srvlab.csi.rds";
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages(BASE);

    /** Each package, and the packages of ours it may use. role may use all. */
    private static final Map<String, Set<String>> MAP = Map.ofEntries(
            entry("volume", Set.of()),
            entry("routeros", Set.of()),
            entry("host", Set.of()),
            entry("attachment", Set.of("volume")),
            entry("rds", Set.of("routeros", "volume")),
            entry("ssh", Set.of("routeros")),
            entry("nvme", Set.of("host", "volume")),
            entry("mount", Set.of("host", "volume")),
            entry("controller", Set.of("attachment", "rds", "volume")),
            entry("node", Set.of("mount", "nvme", "volume")),
            entry("csi", Set.of("controller", "node", "volume")),
            entry("kubernetes", Set.of("attachment", "volume")),
            entry("metrics", Set.of("host", "routeros", "volume")),
            entry("simulator", Set.of("host")),
            entry("tour", Set.of()),
            entry("boot", Set.of("csi", "rds", "simulator", "volume")));

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> known = new TreeSet<>(MAP.keySet());
        known.add("role");
        assertThat(packages()).isSubsetOf(known);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> marked = CODE.stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(marked)
                .containsAll(CODE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()));
    }

    @Test
    void everyPackageKeepsToTheMap() {
        MAP.forEach((name, uses) -> allow(name, uses).check(CODE));
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    @ParameterizedTest
    @CsvSource({
        "io.grpc..,                csi tour boot role",
        "com.google.protobuf..,    csi tour",
        "org.apache.sshd..,        ssh simulator role",
        "org.bouncycastle..,       ssh simulator role",
        "io.fabric8..,             kubernetes role",
        "io.micrometer..,          metrics role",
        "io.github.resilience4j.., rds node role",
        "org.springframework..,    role boot",
        "java.lang.ProcessBuilder, host"
    })
    void aLibraryLivesOnlyIn(String library, String homes) {
        String[] inside = Stream.concat(
                        Arrays.stream(homes.split(" ")).map(home -> BASE + "." + home + ".."), Stream.of(BASE))
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> theLibrary = library.endsWith("..")
                ? resideInAnyPackage(library)
                : DescribedPredicate.describe(library, type -> type.getName().equals(library));
        noClasses()
                .that()
                .resideOutsideOfPackages(inside)
                .should()
                .dependOnClassesThat(theLibrary)
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void nobodyBlocks() {
        Set<String> blocking =
                Set.of("block", "blockFirst", "blockLast", "blockOptional", "toIterable", "toStream", "toFuture");
        never("", call -> isReactor(call) && blocking.contains(call.getName())).check(CODE);
        never("", call -> isSleep(call)).check(CODE);
    }

    @Test
    void onlyTheCompositionRootSubscribes() {
        Set<String> starting = Set.of("subscribe", "subscribeWith", "connect");
        never("role simulator", call -> isReactor(call) && starting.contains(call.getName()))
                .check(CODE);
    }

    @Test
    void schedulersAndClocksAreHandedIn() {
        never("role simulator", ArchitectureTest::readsTheWorld).check(CODE);
    }

    @Test
    void stateIsFinal() {
        fields().that(DescribedPredicate.describe(
                        "are not volatile", field -> !field.getModifiers().contains(JavaModifier.VOLATILE)))
                .and()
                .areDeclaredInClassesThat(DescribedPredicate.describe("are ours", type -> !type.isEnum()))
                .should()
                .beFinal()
                .check(CODE);
    }

    @Test
    void classesAreFinalOrSealed() {
        classes()
                .that()
                .areNotInterfaces()
                .and(DescribedPredicate.describe("are no enum constants", type -> !isEnumLike(type)))
                .and(DescribedPredicate.describe("are not Spring's to subclass", type -> !isSprings(type)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould(be(DescribedPredicate.describe(
                        "sealed", type -> type.reflect().isSealed())))
                .check(CODE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Manager|Impl|Base|Processor|Data|Info)")
                .check(CODE);
    }

    @Test
    void testsNeitherMockNorSleep() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.mockito..", "org.easymock..", "io.mockk.."))
                .check(TESTS);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BlockHoundTest.class.getName())
                .should()
                .callMethodWhere(DescribedPredicate.describe("sleeps", ArchitectureTest::isSleep))
                .check(TESTS);
    }

    @Test
    void theRulesAreAwake() {
        assertThat(CODE.size()).isGreaterThan(100);
        assertThatThrownBy(() -> allow("csi", Set.of("volume")).check(CODE)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> never(
                                "", call -> isReactor(call) && call.getName().equals("defer"))
                        .check(CODE))
                .isInstanceOf(AssertionError.class);
    }

    private static Set<String> packages() {
        return CODE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE + "."))
                .map(name -> name.substring(BASE.length() + 1).split("\\.", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ArchRule allow(String name, Set<String> uses) {
        Set<String> allowed = new TreeSet<>(uses);
        allowed.add(name);
        return noClasses()
                .that()
                .resideInAPackage(BASE + "." + name + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are ours and not in " + allowed,
                        type -> type.getPackageName().startsWith(BASE)
                                && allowed.stream().noneMatch(use -> isIn(type, use))))
                .allowEmptyShould(true);
    }

    private static ArchRule never(String except, Predicate<JavaCall<?>> forbidden) {
        String[] exempt = Arrays.stream(except.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> BASE + "." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(exempt)
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("are forbidden", forbidden::test));
    }

    private static boolean isIn(JavaClass type, String name) {
        String home = BASE + "." + name;
        return type.getPackageName().equals(home) || type.getPackageName().startsWith(home + ".");
    }

    private static boolean isReactor(JavaCall<?> call) {
        return call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher");
    }

    private static boolean isSleep(JavaCall<?> call) {
        return call.getTargetOwner().isEquivalentTo(Thread.class)
                && call.getName().equals("sleep");
    }

    private static boolean readsTheWorld(JavaCall<?> call) {
        String target = call.getTargetOwner().getName() + "." + call.getName();
        return target.startsWith("reactor.core.scheduler.Schedulers.")
                || target.matches("java\\.time\\.(Instant|LocalDateTime|ZonedDateTime|OffsetDateTime)\\.now")
                || target.matches("java\\.time\\.Clock\\.system.*")
                || target.matches("java\\.lang\\.System\\.(currentTimeMillis|nanoTime|getenv|getProperty)");
    }

    private static boolean isEnumLike(JavaClass type) {
        return type.isEnum() || type.getSimpleName().equals("package-info") || type.isAnonymousClass();
    }

    /** Spring makes its own subclasses of configurations and of the application. */
    private static boolean isSprings(JavaClass type) {
        return type.isMetaAnnotatedWith("org.springframework.context.annotation.Configuration");
    }
}
