import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a run with `N passed, N failed, N skipped` on a line of its own, after the skipped tests and their reasons.
 * A test skips only when the machine lacks something, by `context.skip(reason)`; one without a reason fails the run.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const unexplained = skipped.filter((test) => !reason(test));
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const failed = tests.filter((test) => test.result().state === 'failed').length + broken + errors.length + unexplained.length;

    if (skipped.length > 0) console.log('\nskipped:');
    for (const test of skipped)
      console.log(`  ${test.module.relativeModuleId} > ${test.fullName}: ${reason(test) ?? 'no reason given, which fails the run'}`);
    if (unexplained.length > 0) process.exitCode = 1;
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    console.log(`\n${passed} passed, ${failed} failed, ${skipped.length - unexplained.length} skipped`);
  }
}

function reason(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}
