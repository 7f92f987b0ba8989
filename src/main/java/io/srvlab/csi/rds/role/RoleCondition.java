package io.srvlab.csi.rds.role;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares {@link OnRole} with the settings {@code rds-csi.role} and {@code rds-csi.outside}. */
final class RoleCondition implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Binder binder = Binder.get(context.getEnvironment());
        Role role = binder.bind("rds-csi.role", Role.class).get();
        Outside outside = binder.bind("rds-csi.outside", Outside.class).get();
        Map<String, Object> wanted = Objects.requireNonNull(metadata.getAnnotationAttributes(OnRole.class.getName()));
        return Arrays.asList((Role[]) Objects.requireNonNull(wanted.get("value")))
                        .contains(role)
                && Arrays.asList((Outside[]) Objects.requireNonNull(wanted.get("outside")))
                        .contains(outside);
    }
}
