import type { IConstruct } from 'constructs';
import type { ClusterScope } from '../../../synth/cluster-scope.ts';
import { Environment } from '../../../synth/environment.ts';
import { Platform } from '../../../synth/platform.ts';
import { boundedName } from './bounded-name.ts';

/** Longest name of a role. Source: AWS IAM, CreateRole. */
const ROLE_NAME_LENGTH = 64;

/**
 * Trust policy of a role that only pods of one ServiceAccount can take, by EKS Pod Identity: EKS tells AWS STS which pod asks;
 * whoever else may associate the role with another ServiceAccount gets nothing by it.
 * Source: Amazon EKS User Guide, "Create IAM role with trust policy required by EKS Pod Identity".
 */
export function podTrustPolicy(namespace: string, serviceAccount: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': namespace,
            'aws:RequestTag/kubernetes-service-account': serviceAccount,
          },
        },
      },
    ],
  });
}

/**
 * Name of the role of a ServiceAccount, unique in the account. The parts are joined by `_`, which none of them has, so that no
 * two ServiceAccounts share one; a long name is cut and hashed.
 */
export function podRoleName(construct: IConstruct, cluster: ClusterScope, namespace: string, serviceAccount: string): string {
  const name = [Platform.of(construct).name, Environment.of(construct).name, cluster.name, namespace, serviceAccount].join('_');
  return boundedName(name, ROLE_NAME_LENGTH, '_');
}
