package io.srvlab.csi.rds.role;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Its beans exist only in these roles, and only with this outside where one is named. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(RoleCondition.class)
@interface OnRole {
    Role[] value();

    Outside[] outside() default {Outside.REAL, Outside.SIMULATED};
}
