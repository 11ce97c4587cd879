import { type Cidr, formatCidr, overlaps, parseCidr } from './cidr.ts';
import type { PlanProblem } from './subnet-plan.ts';

/** Ranges that a VPC can not have beside a range of another kind. Source: Amazon VPC User Guide, "IPv4 CIDR block association restrictions". */
const KINDS: readonly { readonly range: Cidr; readonly excludes: readonly string[] }[] = (
  [
    ['10.0.0.0/8', ['172.16.0.0/12', '192.168.0.0/16', '198.19.0.0/16']],
    ['172.16.0.0/12', ['10.0.0.0/8', '192.168.0.0/16', '198.19.0.0/16']],
    ['192.168.0.0/16', ['10.0.0.0/8', '172.16.0.0/12', '198.19.0.0/16']],
    ['198.19.0.0/16', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
    ['100.64.0.0/10', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '198.19.0.0/16']],
  ] as const
).map(([range, excludes]) => ({ range: parseCidr(range) as Cidr, excludes }));
/** Largest and smallest range of a VPC. Source: Amazon VPC User Guide, "IPv4 VPC CIDR blocks". */
const LARGEST = 16;
const SMALLEST = 28;
/** Ranges beside the first that a VPC takes without a raised quota. Source: Amazon VPC quotas, "IPv4 CIDR blocks per VPC". */
const MOST_SECONDARY = 4;

/** Holds the ranges of a network against AWS's rules, against each other, and against ranges that are used elsewhere. */
export function checkRanges(cidr: string, podCidrs: readonly string[], avoid: readonly string[], zones: number): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const all = [cidr, ...podCidrs];
  for (const text of all) {
    const prefix = parseCidr(text)?.prefix ?? 0;
    if (prefix < LARGEST || prefix > SMALLEST)
      problems.push({ code: 'KS6022', message: `the range ${text} is /${prefix}; a VPC takes /${LARGEST} to /${SMALLEST}` });
  }
  if (podCidrs.length > 1 && podCidrs.length !== zones)
    problems.push({
      code: 'KS6022',
      message: `podCidrs has ${podCidrs.length} ranges for ${zones} zones`,
      fix: 'give one range for all zones, or one per zone',
    });
  if (podCidrs.length > MOST_SECONDARY)
    problems.push({
      code: 'KS6022',
      message: `podCidrs has ${podCidrs.length} ranges; a VPC takes ${MOST_SECONDARY} beside its own`,
      fix: 'give one range for all zones',
    });
  all.forEach((text, index) => {
    const range = parseCidr(text) as Cidr;
    const other = all.slice(0, index).find((one) => overlaps(parseCidr(one) as Cidr, range));
    if (other !== undefined) problems.push({ code: 'KS6020', message: `the ranges ${other} and ${text} overlap` });
    const used = avoid.find((one) => overlaps(parseCidr(one) as Cidr, range));
    if (used !== undefined) problems.push({ code: 'KS6020', message: `the range ${text} overlaps ${used}, which avoid names` });
  });
  for (const text of podCidrs) {
    const refused = excludedBy(parseCidr(cidr) as Cidr).find((one) => overlaps(one, parseCidr(text) as Cidr));
    if (refused)
      problems.push({
        code: 'KS6022',
        message: `AWS takes no range of ${formatCidr(refused)}, such as ${text}, into a VPC of ${cidr}`,
        fix: "give one of 100.64.0.0/10, such as '100.64.0.0/16'",
      });
  }
  return problems;
}

function excludedBy(range: Cidr): readonly Cidr[] {
  const kind = KINDS.find((one) => overlaps(one.range, range));
  return (kind?.excludes ?? []).map((text) => parseCidr(text) as Cidr);
}
