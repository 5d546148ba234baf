/** What the real programs call and log today, over real storage and queues, is what the stacks were written for. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readTemplates } from '../src/stacks.ts';
import { textOf, type Value } from '../src/template.ts';
import { at, objectsBelow, worldOf } from './rules/rule.ts';
import { callsFile, project, type Recording, recordCalls } from './support/record-calls.ts';
import type { RecordedCall } from './support/recording-proxy.ts';

let expected: RecordedCall[];
let recording: Recording;
beforeAll(async () => {
  expected = JSON.parse(await readFile(callsFile, 'utf8')) as RecordedCall[];
  recording = await recordCalls(expected);
  // The API is compiled first, which takes minutes on a busy machine.
}, 1_800_000);

it('calls.json holds the calls of the programs as they are; support/record-calls.ts writes it', () => {
  expect(recording.calls).toEqual(expected);
});

describe('monitoring', () => {
  it('rings on metrics that the API emits, under the very dimensions', async () => {
    const emitted = new Set(
      recording.logged.flatMap((line) =>
        ((at(line as Value, '_aws.CloudWatchMetrics') ?? []) as Value[]).flatMap((directive) => {
          const [dimensions = []] = at(directive, 'Dimensions') as string[][];
          const labels = dimensions.map((name) => `${name}=${textOf(line[name])}`).sort();
          return (at(directive, 'Metrics') as { Name: string }[]).map(({ Name }) =>
            [textOf(at(directive, 'Namespace')), Name, ...labels].join(' '),
          );
        }),
      ),
    );
    const { resources } = worldOf(await readTemplates()).standard;
    const filtered = new Set(
      resources
        .filter(({ Type }) => Type === 'AWS::Logs::MetricFilter')
        .flatMap(({ Properties }) =>
          (Properties.MetricTransformations as { MetricName: string }[]).map(({ MetricName }) => MetricName),
        ),
    );
    const alarms = resources.filter(
      ({ Type, Properties }) =>
        Type === 'AWS::CloudWatch::Alarm' &&
        Properties.Namespace === project &&
        !filtered.has(textOf(Properties.MetricName)),
    );
    expect(alarms.length).toBeGreaterThan(3);
    const missing = alarms
      .map(({ Properties: { Namespace, MetricName, Dimensions } }) => {
        const labels = ((Dimensions ?? []) as { Name: string; Value: string }[]).map(
          (pair) => `${pair.Name}=${pair.Value}`,
        );
        return [textOf(Namespace), textOf(MetricName), ...labels.sort()].join(' ');
      })
      .filter((name) => !emitted.has(name));
    // Counted only where something had drifted; its name stands in reconciler-metrics.ts.
    expect(missing.filter((name) => name !== `${project} media_feed_likes_drift_total`)).toEqual([]);
  });

  it('counts lines that the programs log', async () => {
    const { monitoring } = await readTemplates();
    const patterns = objectsBelow(monitoring.Resources as never).flatMap(({ FilterPattern }) =>
      FilterPattern ? [textOf(FilterPattern)] : [],
    );
    expect(patterns).toEqual([
      '{ $.msg = "Request answered" && $.status >= 500 }',
      '{ $.level = "error" || $.level = "fatal" }',
      '{ $.message = "Sandbox layers" }',
    ]);
    const answered = recording.logged.filter(({ msg }) => msg === 'Request answered');
    expect(answered.length).toBeGreaterThan(5);
    expect(answered.every(({ status, level }) => typeof status === 'number' && level === 'info')).toBe(true);
  });
});
