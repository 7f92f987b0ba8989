package io.srvlab.csi.rds.role;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares {@link OnKubernetes} with the settings {@code rds-csi.kubernetes.enabled} and {@code rds-csi.outside}. */
final class KubernetesCondition implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Binder binder = Binder.get(context.getEnvironment());
        Outside outside = binder.bind("rds-csi.outside", Outside.class).get();
        boolean present = binder.bind("rds-csi.kubernetes.enabled", KubernetesProperties.Enabled.class)
                .get()
                .in(outside);
        return metadata.getAnnotations().get(OnKubernetes.class).getBoolean("value") == present;
    }
}
