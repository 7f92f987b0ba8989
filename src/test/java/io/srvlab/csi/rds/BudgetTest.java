package io.srvlab.csi.rds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Keeps files and methods as short as those of the projects this one learns from. */
class BudgetTest {
    private static final Path MAIN = Path.of("src/main/java");

    @Test
    void filesAreShort() throws IOException {
        List<Long> lengths = new ArrayList<>();
        for (Path file : sources()) {
            lengths.add((long) Files.readAllLines(file).size());
        }
        assertThat(report("file", lengths)).isLessThanOrEqualTo(200);
    }

    @Test
    void methodsAreShort() throws IOException {
        assertThat(report("method", methodLengths())).isLessThanOrEqualTo(16);
    }

    private static long report(String what, List<Long> lengths) {
        List<Long> sorted = lengths.stream().sorted().toList();
        assertThat(sorted).as("all " + what + "s").hasSizeGreaterThan(100);
        long p95 = sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
        System.out.printf(
                "%d %ss: median %d, p95 %d, longest %d lines%n",
                sorted.size(), what, sorted.get(sorted.size() / 2), p95, sorted.getLast());
        return p95;
    }

    private static List<Long> methodLengths() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Long> lengths = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Lengths(unit, positions, lengths).scan(unit, null);
            }
        }
        return lengths;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Collects the lines of every method that has a body, signature and braces included. */
    private static final class Lengths extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Long> lengths;

        Lengths(CompilationUnitTree unit, SourcePositions positions, List<Long> lengths) {
            this.unit = unit;
            this.positions = positions;
            this.lengths = lengths;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            long begin = positions.getStartPosition(unit, method);
            if (method.getBody() != null && begin >= 0) {
                lengths.add(line(positions.getEndPosition(unit, method)) - line(begin) + 1);
            }
            return super.visitMethod(method, nothing);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
