import { createRequire } from 'node:module';

// Modules of the AWS provider, each loaded with the first add-on that needs it.
const require = createRequire(import.meta.url);

/** A queue that events of AWS are sent to. */
export function loadInterruptionQueue() {
  return {
    SqsQueue: (require('@cdktf/provider-aws/lib/sqs-queue/index.js') as typeof import('@cdktf/provider-aws/lib/sqs-queue/index.js'))
      .SqsQueue,
    SqsQueuePolicy: (
      require('@cdktf/provider-aws/lib/sqs-queue-policy/index.js') as typeof import('@cdktf/provider-aws/lib/sqs-queue-policy/index.js')
    ).SqsQueuePolicy,
    CloudwatchEventRule: (
      require('@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js') as typeof import('@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js')
    ).CloudwatchEventRule,
    CloudwatchEventTarget: (
      require('@cdktf/provider-aws/lib/cloudwatch-event-target/index.js') as typeof import('@cdktf/provider-aws/lib/cloudwatch-event-target/index.js')
    ).CloudwatchEventTarget,
  };
}
