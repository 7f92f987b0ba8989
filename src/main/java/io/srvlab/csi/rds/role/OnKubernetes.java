package io.srvlab.csi.rds.role;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Its beans exist only with a Kubernetes API server, or only without one. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(KubernetesCondition.class)
@interface OnKubernetes {
    boolean value() default true;
}
