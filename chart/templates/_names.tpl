{{- define "rds-csi.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Takes the root and a component; never changes, because selectors cannot. */}}
{{- define "rds-csi.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "rds-csi.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "rds-csi.owner" -}}
{{- if .Values.owner -}}
{{ .Values.owner }}
{{- else -}}
{{- $system := lookup "v1" "Namespace" "" "kube-system" -}}
{{- required "owner is not set, and there is no cluster to ask for the UID of kube-system; set owner to that UID, or to another mark that no other cluster on this RDS has" (dig "metadata" "uid" "" $system) -}}
{{- end -}}
{{- end }}

{{/* YAML reads an unquoted on or off as a boolean. */}}
{{- define "rds-csi.switch" -}}
{{- if kindIs "bool" . -}}
{{ ternary "on" "off" . }}
{{- else -}}
{{ . }}
{{- end -}}
{{- end }}

{{/* Yes and no without quotes are booleans to YAML. */}}
{{- define "rds-csi.known" -}}
{{- if kindIs "bool" . -}}
{{ ternary "yes" "no" . }}
{{- else -}}
{{ . }}
{{- end -}}
{{- end }}

{{/* Takes the root, a role's values (controller or node) and that role's name: what both roles tell the driver. */}}
{{- define "rds-csi.settings" -}}
- name: RDS_CSI_ROLE
  value: {{ .role }}
- name: RDS_CSI_OUTSIDE
  value: real
- name: RDS_CSI_MANAGED_NQN_PREFIX
  value: {{ .root.Values.managedNqnPrefix | quote }}
- name: RDS_CSI_HEALTH
  value: {{ .root.Values.health | quote }}
- name: RDS_CSI_KUBERNETES_ENABLED
  value: "true"
- name: RDS_CSI_KUBERNETES_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: SERVER_PORT
  value: {{ .values.port | quote }}
- name: JAVA_TOOL_OPTIONS
  value: {{ .values.javaOptions | quote }}
{{- end }}

{{/* Liveness asks for no RDS: a restart does not bring one back. */}}
{{- define "rds-csi.probes" -}}
startupProbe:
  httpGet: {path: /actuator/health/liveness, port: health}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /actuator/health/liveness, port: health}
  periodSeconds: 20
  timeoutSeconds: 10
  failureThreshold: 5
readinessProbe:
  httpGet: {path: /actuator/health/readiness, port: health}
  periodSeconds: 10
  timeoutSeconds: 5
{{- end }}

{{/* Takes the root and a sidecar's name; the arguments that all sidecars have. */}}
{{- define "rds-csi.sidecar" -}}
{{- $values := get .root.Values.sidecars .name -}}
- name: csi-{{ .name }}
  image: {{ $values.image }}
  imagePullPolicy: {{ .root.Values.image.pullPolicy }}
  args:
    - --csi-address=/csi/csi.sock
    - --timeout={{ $values.timeout }}
    - --kube-api-qps={{ $values.qps }}
    - --kube-api-burst={{ $values.burst }}
    - --leader-election=true
    - --leader-election-namespace=$(NAMESPACE)
    {{- range concat .arguments $values.extraArguments }}
    - {{ . }}
    {{- end }}
  env:
    - name: NAMESPACE
      valueFrom:
        fieldRef:
          fieldPath: metadata.namespace
  securityContext: {{- include "rds-csi.unprivileged" . | nindent 4 }}
  resources: {{- toYaml $values.resources | nindent 4 }}
  volumeMounts:
    - {name: socket, mountPath: /csi}
{{- end }}

{{- define "rds-csi.unprivileged" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
