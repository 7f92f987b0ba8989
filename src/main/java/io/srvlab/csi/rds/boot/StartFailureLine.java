package io.srvlab.csi.rds.boot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Writes why the driver does not start as one line, where Spring's own banner is many. */
public final class StartFailureLine implements FailureAnalysisReporter {
    private static final Logger LOG = LoggerFactory.getLogger(StartFailureLine.class);

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction() == null ? "" : "; " + analysis.getAction();
        LOG.error("not started: {}{}", analysis.getDescription(), action);
        LOG.debug("not started", analysis.getCause());
    }
}
