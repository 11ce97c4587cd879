import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Tells what tests noted by `context.annotate(line)`, each line once: what of the machine they had to adapt to.
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

    const notes = new Map<string, number>();
    for (const { message } of tests.flatMap((test) => test.annotations())) notes.set(message, (notes.get(message) ?? 0) + 1);
    if (notes.size > 0) console.log('\nnotes:');
    for (const [message, times] of notes) console.log(`  ${message}${times > 1 ? ` (${times} times)` : ''}`);

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
