package io.srvlab.csi.rds.role;

import java.util.Arrays;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares {@link OnRole} with the settings {@code rds-csi.role} and {@code rds-csi.outside}. */
final class RoleCondition implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Binder binder = Binder.get(context.getEnvironment());
        Role role = binder.bind("rds-csi.role", Role.class).get();
        Outside outside = binder.bind("rds-csi.outside", Outside.class).get();
        MergedAnnotation<OnRole> wanted = metadata.getAnnotations().get(OnRole.class);
        return Arrays.asList(wanted.getEnumArray("value", Role.class)).contains(role)
                && Arrays.asList(wanted.getEnumArray("outside", Outside.class)).contains(outside);
    }
}
