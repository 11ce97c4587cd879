import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js';
import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor/index.js';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription/index.js';
import { type Environment, Platform, Unit } from 'keelson';
import type { Alarms } from './alarms.ts';
import type { Stage } from './stage.ts';

/** A GPU that nobody turned off is seen the next day, and not on the bill. */
export function addCosts(environment: Environment, stage: Stage, alarms: Alarms): void {
  const costs = new Unit(environment, 'costs');
  const name = `${Platform.of(environment).name}-${stage.name}`;
  const notification = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
    comparisonOperator: 'GREATER_THAN',
    threshold,
    thresholdType: 'PERCENTAGE',
    notificationType,
    subscriberSnsTopicArns: [alarms.topicArn],
  });
  new BudgetsBudget(costs, 'month', {
    name,
    budgetType: 'COST',
    limitAmount: `${stage.monthlyBudget}`,
    limitUnit: 'USD',
    timeUnit: 'MONTHLY',
    notification: [notification(80, 'ACTUAL'), notification(100, 'FORECASTED')],
  });
  const monitor = new CeAnomalyMonitor(costs, 'by-service', { name, monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' });
  new CeAnomalySubscription(costs, 'anomalies', {
    name,
    frequency: 'IMMEDIATE', // others than topics are told daily or weekly
    monitorArnList: [monitor.arn],
    subscriber: [{ type: 'SNS', address: alarms.topicArn }],
    thresholdExpression: {
      dimension: {
        key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
        matchOptions: ['GREATER_THAN_OR_EQUAL'],
        values: [`${stage.monthlyBudget / 100}`],
      },
    },
  });
}
