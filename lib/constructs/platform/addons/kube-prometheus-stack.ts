import type { Construct } from 'constructs';
import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { placeByDefault } from '../../../synth/placement.ts';
import { parseProps } from '../../../synth/props.ts';
import { reportError } from '../../../synth/state.ts';
import { objectName, type Shape } from '../schemas.ts';
import { ChartAddon, type ChartAddonProps, chartAddonShape, kindsOf, otherKinds } from './chart-addon.ts';

/** Props of a {@link KubePrometheusStack}. */
export interface KubePrometheusStackProps extends ChartAddonProps {
  /** Days that metrics are kept. @default 15 */
  readonly retentionDays?: number;
  /** Disk of each Prometheus, GiB. @default 50 */
  readonly storageGiB?: number;
  /** Storage class of the disks. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Pods of Prometheus, each with all metrics. @default 2 */
  readonly replicas?: number;
  /** Runs Alertmanager. @default true */
  readonly alertmanager?: boolean;
  /**
   * Name of a Secret with the configuration of Alertmanager, key `alertmanager.yaml`, in the same namespace; a rendered chart needs
   * it, since the output holds no Secret with data. @default - the chart's own, which alerts nobody
   */
  readonly alertmanagerSecret?: string;
  /** Runs Grafana, with the user and password of a Secret that exists, keys `admin-user` and `admin-password`. @default - no Grafana */
  readonly grafana?: GrafanaProps;
  /** Takes the webhook's certificate from cert-manager, which a rendered chart needs. @default - only with delivery 'chart' */
  readonly certManager?: boolean;
}

/** Grafana beside Prometheus. */
export interface GrafanaProps {
  /** Name of the Secret with its user and password, in the same namespace. */
  readonly adminSecret: string;
}

const schema = once(() =>
  z.strictObject({
    ...chartAddonShape(),
    retentionDays: z.int().min(1).optional(),
    storageGiB: z.int().min(1).optional(),
    storageClass: objectName.optional(),
    replicas: z.int().min(1).optional(),
    alertmanager: z.boolean().optional(),
    alertmanagerSecret: objectName.optional(),
    grafana: z.strictObject({ adminSecret: objectName } satisfies Shape<GrafanaProps>).optional(),
    certManager: z.boolean().optional(),
  } satisfies Shape<KubePrometheusStackProps>),
);

/** Unit of a rendered chart. */
const MONITORING = 'prometheus';
/** What EKS runs itself and does not show. */
const HIDDEN = { enabled: false };

/**
 * kube-prometheus-stack: Prometheus and its operator, node and cluster metrics, alerts, and Grafana if wanted. It is in the Terraform unit
 * `monitoring-<name>`, so that it may wait for Secrets that External Secrets brings: name their namespace in `dependsOn`.
 */
export class KubePrometheusStack extends ChartAddon {
  /** Reports KS1001 for a wrong prop. Throws KS1003 outside a cluster. */
  constructor(scope: Construct, id: string, props: KubePrometheusStackProps = {}) {
    super(scope, id, props, 'monitoring');
    if (!parseProps(this, schema(), props)) return;
    this.begin('privileged');
    const { grafana, alertmanager = true, alertmanagerSecret, certManager } = props;
    if (props.delivery === 'chart' && alertmanager && alertmanagerSecret === undefined)
      reportError(this, 'KS1001', 'prop alertmanagerSecret is missing, which a rendered chart needs', {
        fix: 'give the name of a Secret with the key alertmanager.yaml, or alertmanager: false',
      });
    const byCertManager = { certManager: { enabled: true }, patch: { enabled: false } };
    const addon = this.deliver({
      chart: 'kube-prometheus-stack',
      values: {
        kubeControllerManager: HIDDEN,
        kubeScheduler: HIDDEN,
        kubeEtcd: HIDDEN,
        kubeProxy: HIDDEN,
        alertmanager: {
          enabled: alertmanager,
          alertmanagerSpec: alertmanagerSecret === undefined ? undefined : { useExistingSecret: true, configSecret: alertmanagerSecret },
        },
        grafana: grafana ? { enabled: true, admin: { existingSecret: grafana.adminSecret } } : { enabled: false },
        prometheus: { prometheusSpec: prometheusSpec(props) },
        prometheusOperator: certManager ? { admissionWebhooks: byCertManager } : undefined,
      },
      chartValues: { prometheusOperator: { admissionWebhooks: certManager === false ? { enabled: false } : byCertManager } },
      release: { timeoutSeconds: 900 },
      provides: [
        ...kindsOf('monitoring.coreos.com'),
        ...otherKinds('monitoring.coreos.com/v1', 'Namespaced', 'Alertmanager', 'Probe', 'Prometheus', 'ThanosRuler'),
        ...otherKinds('monitoring.coreos.com/v1alpha1', 'Namespaced', 'AlertmanagerConfig', 'PrometheusAgent', 'ScrapeConfig'),
      ],
    });
    // It waits for Secrets that other add-ons bring, as External Secrets: a unit with them would wait for itself.
    const release = props.delivery !== 'chart';
    placeByDefault(addon, release ? 'terraform' : 'kubernetes', release ? `monitoring-${this.cluster.name}` : MONITORING, this.cluster);
  }
}

/** Every monitor and rule of the cluster counts, not only those with the label of this release. */
function prometheusSpec(props: KubePrometheusStackProps) {
  const { retentionDays = 15, storageGiB = 50, storageClass, replicas = 2 } = props;
  return {
    replicas,
    retention: `${retentionDays}d`,
    // Blocks are deleted before the disk is full.
    retentionSize: `${Math.max(1, Math.floor(storageGiB * 0.85))}GiB`,
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    storageSpec: {
      volumeClaimTemplate: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storageClass,
          resources: { requests: { storage: `${storageGiB}Gi` } },
        },
      },
    },
  };
}
