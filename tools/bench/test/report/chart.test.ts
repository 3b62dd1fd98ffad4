import { drawChart } from '../../src/report/chart.js';

const rest = { cost: 1, speed: null, output: null, pause: null };

function dotsOf(svg: string): Map<string, number> {
  const dots = svg.matchAll(/<circle cx="([\d.]+)" [^>]*><title>([^<]*)</g);
  return new Map([...dots].map(([, x, title]) => [title!, Number(x)]));
}

test('a dot for each server but the yardstick, cheaper ones further left', () => {
  const dots = dotsOf(
    drawChart(
      [
        { ...rest, workload: 'a<b', server: 'ws', ratio: 1 },
        { ...rest, workload: 'a<b', server: 'ours', ratio: 0.1 },
        { ...rest, workload: 'a<b', server: 'x', ratio: 2 },
        { ...rest, workload: 'none', server: 'x', ratio: NaN },
      ],
      'ws',
      'ours',
    ),
  );
  expect([...dots.keys()]).toEqual(['a&#60;b, x: 2.0', 'a&#60;b, ours: 0.10']);
  expect(dots.get('a&#60;b, ours: 0.10')).toBeLessThan(dots.get('a&#60;b, x: 2.0')!);
});

test('what is off the scale stands at its end', () => {
  const far = (ratio: number): number[] => [
    ...dotsOf(drawChart([{ ...rest, workload: 'w', server: 'x', ratio }], 'ws', 'x')).values(),
  ];
  expect(far(1000)).toEqual(far(4));
  expect(far(0.0001)).toEqual(far(0.01));
});
