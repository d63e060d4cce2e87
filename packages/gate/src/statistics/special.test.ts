import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta, logGamma, studentCdf, studentQuantile } from './index.ts';

// Reference numbers: SciPy 1.17.1 (scipy.special.betainc, gammaln; scipy.stats.t).
describe('special functions', () => {
  it.each([
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247],
    [1, 0],
    [2.5, 0.2846828704729192],
    [10, 12.801827480081469],
    [171.3, 708.1149470389971],
    [1e5, 1051287.7089736569],
  ])('ln Γ(%d) is %d', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(1e-12 * Math.max(1, expected));
  });

  it.each([
    [0.5, 2, 3, 0.6875],
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.9, 30, 2.5, 0.26254832087078794],
    [0.01, 1, 400, 0.9820494467249548],
    [0.97, 950, 50.5, 0.9996872486989822],
    [0.3, 1e4, 2.5e4, 0.999999997699598],
  ])('I_%d(%d, %d) is %d', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 9);
  });

  it('I_x(a, b) and I_(1-x)(b, a) add to 1', () => {
    const shape = fc.double({ min: 0.3, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 9);
      }),
    );
  });

  it.each([
    [1, 1, 0.75],
    [2.5, 3, 0.9561466764959672],
    [-1.7, 6.5, 0.06810958258848908],
    [4, 12, 0.9991191518778025],
    [0, 5, 0.5],
    [1.96, 1000, 0.9748634075221256],
  ])('t of at most %d with %d degrees has a probability of %d', (t, degrees, expected) => {
    expect(studentCdf(t, degrees)).toBeCloseTo(expected, 11);
  });

  it.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 10, 2.228138851986274],
    [0.99, 6, 3.1426684032910064],
    [0.9985, 6, 4.80024309028127],
    [0.8, 12, 0.8726092915881383],
    [0.05, 4, -2.131846786326651],
  ])('the %d quantile of t with %d degrees is %d', (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 8);
  });

  it('a quantile of t is where its distribution function has that value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.double({ min: 1, max: 200, noNaN: true }), (p, degrees) => {
        expect(studentCdf(studentQuantile(p, degrees), degrees)).toBeCloseTo(p, 9);
      }),
    );
  });

  it.each([0, 1, -0.1, Number.NaN])('there is no quantile of t at %d', (p) => {
    expect(() => studentQuantile(p, 5)).toThrow(`not at ${p}`);
  });
});
