import assert from "node:assert/strict";
import test from "node:test";
import type { Ground } from "../../server/protocol/grounds.ts";
import {
  fadeChecks,
  learnChecks,
  newCheckErrors,
  ratesIn,
  ratesOn,
  type Said,
  tellingOf,
} from "../../server/routing/check-errors.ts";
import { createRouter } from "../../server/routing/policy.ts";
import { survey } from "../../server/routing/survey.ts";
import { frontier, open, outcomes, request } from "./candidates.ts";

const fresh = () => newCheckErrors("fix", { f: 0.1, g: 0.05 });
const said = (verdict: Said["verdict"], ...grounds: Ground[]): Said => ({ verdict, grounds });
const times = (count: number, one: () => void) => Array.from({ length: count }, one);

/** How many times likelier a right result makes it than a wrong one; 1 when it tells nothing. */
function speaksForRight(one: Said, errors = fresh()): number {
  const { right, wrong } = tellingOf(errors, one) ?? { right: 1, wrong: 1 };
  return right / wrong;
}

test("a verdict says as much as what it stands on", () => {
  const [tests, written, user] = [
    said("proved", "tests"),
    said("proved", "unbroken", "written-test"),
    said("proved", "looks", "user"),
  ];
  assert.ok(speaksForRight(tests) > speaksForRight(user) && speaksForRight(user) > speaksForRight(written));
  assert.ok(speaksForRight(written) > 1.5);
  const refuted = (ground: Ground) => 1 / speaksForRight(said("refuted", ground));
  assert.ok(refuted("tests") > 10 && refuted("looks") > 5 && refuted("looks") < refuted("tests"));
  assert.ok(refuted("unfinished") > 20);
});

test("what checks that can't prove leave open says nothing, until a reviewer or the user has had a word", () => {
  assert.equal(tellingOf(fresh(), said("unproved", "looks")), undefined);
  assert.equal(tellingOf(fresh(), said("unproved", "unbroken")), undefined);
  assert.equal(tellingOf(fresh(), said("unproved", "tests")), undefined, "a doubt is no proof");
  assert.ok(speaksForRight(said("unproved", "unbroken", "review")) > 2);
  assert.ok(speaksForRight(said("refuted", "unbroken", "review")) < 0.3);
  assert.ok(speaksForRight(said("refuted", "looks", "user")) < 0.1);
});

test("the user's word on what tests left in doubt is the user's alone, and a review of what they proved stands beside them", () => {
  assert.equal(speaksForRight(said("proved", "tests", "user")), speaksForRight(said("proved", "looks", "user")));
  const reviewed = speaksForRight(said("proved", "tests", "review"));
  assert.ok(reviewed > speaksForRight(said("proved", "tests")));
});

test("what audits find and users take back is told of the checks that had passed it, and of no others", () => {
  const errors = fresh();
  const [tests, given] = [ratesOn(errors, "tests").f, ratesOn(errors, "given-check").f];
  times(10, () => learnChecks(errors, 0.75, { verdict: "refuted", grounds: ["tests"], later: "undone" }, "/w"));
  assert.ok(ratesOn(errors, "tests").f > tests + 0.1);
  assert.equal(ratesOn(errors, "given-check").f, given);
  assert.equal(errors.usual.rates.f, fresh().usual.rates.f);
});

test("a test that another family wrote is only heard of when it passes, so passing alone says nothing against it", () => {
  const errors = fresh();
  const once = () => learnChecks(errors, 0.75, said("proved", "unbroken", "written-test"), "/w");
  once();
  const { f } = ratesOn(errors, "written-test");
  times(200, once);
  assert.equal(ratesOn(errors, "written-test").f, f);
  const undone: Said = { verdict: "refuted", grounds: ["unbroken", "written-test"], later: "undone" };
  times(10, () => learnChecks(errors, 0.75, undone, "/w"));
  assert.ok(ratesOn(errors, "written-test").f > f + 0.05);
});

test("how often tests that speak of nothing asked let wrong results pass is learnt from all results that they stood for", () => {
  const learnt = (f: number) => {
    const errors = fresh();
    const [right, g] = [0.7, 0.03];
    const rejected = right * g + (1 - right) * (1 - f);
    for (let n = 0; n < 300; n++) {
      const refuted = Math.floor((n + 1) * rejected) > Math.floor(n * rejected);
      learnChecks(errors, right, said(refuted ? "refuted" : "unproved", "unbroken"), "/w");
    }
    return ratesOn(errors, "unbroken").f;
  };
  const { f } = ratesOn(fresh(), "unbroken");
  assert.ok(learnt(0.2) < f - 0.15, `${learnt(0.2)} of ${f}`);
  assert.ok(learnt(0.7) > f + 0.08, `${learnt(0.7)} of ${f}`);
});

test("a review's say teaches how often reviews are wrong, by what was believed of a result that had passed the checks", () => {
  const errors = fresh();
  const { g } = ratesOn(errors, "review");
  times(30, () => learnChecks(errors, 0.95, said("refuted", "tests", "review"), "/w"));
  assert.ok(ratesOn(errors, "review").g > g + 0.05);
  assert.ok(ratesOn(errors, "tests").g < fresh().usual.rates.g, "the tests had let them pass");
});

test("the next result is expected to be judged like those before it in its repository, and like the kind's elsewhere", () => {
  const errors = fresh();
  assert.equal(ratesIn(errors, "/bare"), errors.usual.rates);
  times(20, () => learnChecks(errors, 0.75, said("unproved", "looks"), "/bare"));
  times(20, () => learnChecks(errors, 0.75, said("proved", "tests"), "/tested"));
  const [bare, tested, other] = ["/bare", "/tested", "/other"].map((repository) => ratesIn(errors, repository).f);
  assert.ok(bare !== undefined && tested !== undefined && other !== undefined);
  assert.ok(bare > 0.6 && tested < 0.2 && other > tested && other < bare, `${bare} ${tested} ${other}`);
  assert.deepEqual(errors.rates, ratesIn(errors, undefined));
  fadeChecks(errors, 0.01);
  assert.ok(ratesIn(errors, "/bare").f < 0.25, String(ratesIn(errors, "/bare").f));
});

test("where what passes is shown to a reviewer, fewer wrong results are expected to be accepted", () => {
  const [alone, reviewed] = [fresh(), fresh()];
  times(20, () => learnChecks(alone, 0.75, said("unproved", "unbroken"), "/w"));
  times(20, () => learnChecks(reviewed, 0.75, said("unproved", "unbroken", "review"), "/w"));
  assert.ok(ratesIn(reviewed, "/w").f < ratesIn(alone, "/w").f - 0.15);
  assert.ok(ratesIn(reviewed, "/w").g > ratesIn(alone, "/w").g);
});

test("who stopped before the end is no sign of worse checks", () => {
  const errors = fresh();
  times(20, () => learnChecks(errors, 0.75, said("refuted", "unfinished"), "/w"));
  assert.equal(errors.rates, errors.usual.rates);
  assert.equal(errors.byGround.size, 0);
});

test("where hardly anything checks, fewer handovers are quoted than where tests do", () => {
  const history = [
    ...outcomes(30, open, "unproved", { workspace: "/bare", grounds: ["looks"] }),
    ...outcomes(30, open, "proved", { workspace: "/tested", grounds: ["tests"] }),
  ];
  const router = createRouter();
  const likely = (workspace: string) => {
    const route = router(request({ workspace, candidates: [open, frontier], pinned: [open.id, frontier.id] }), history);
    return route.kind === "ladder" ? Number(route.quote.likely) : Number.NaN;
  };
  assert.ok(likely("/bare") < likely("/tested") * 0.8, `${likely("/bare")} ${likely("/tested")}`);
});

test("people are shown what verdicts stood on here, how often each is taken to be wrong, and on how much that rests", () => {
  const history = [
    ...outcomes(3, open, "unproved", { grounds: ["unbroken"] }),
    ...outcomes(2, open, "refuted", { grounds: ["tests"], later: "undone" }),
    ...outcomes(4, open, "proved", { grounds: ["tests"] }),
    ...outcomes(1, open, "refuted", { grounds: ["unfinished"] }),
  ];
  const { grounds, wrongAccepted } = survey("fix", [open, frontier], history);
  assert.deepEqual(
    grounds.map(({ ground, results, later }) => [ground, results, later]),
    [
      ["unbroken", 3, 0],
      ["tests", 6, 2],
    ],
  );
  const [unbroken, tests] = grounds;
  assert.ok(unbroken !== undefined && tests !== undefined);
  assert.ok(unbroken.wrongAccepted > wrongAccepted && wrongAccepted > 0.1);
  assert.deepEqual(survey("fix", [open], outcomes(5, open, "proved")).grounds, []);
});

test("what users take back tells how often checks are wrong, whether they notice few of the wrong results or all", () => {
  const learnt = (f: number, noticed: number) => {
    const errors = fresh();
    const right = 0.7;
    const share = (part: number, n: number) => Math.floor((n + 1) * part) > Math.floor(n * part);
    const passing = right * 0.95 + (1 - right) * f;
    const undone = ((1 - right) * f * noticed) / passing;
    let passed = 0;
    for (let n = 0; n < 400; n++) {
      if (!share(passing, n)) learnChecks(errors, right, { verdict: "refuted" }, "/w");
      else if (share(undone, passed++)) learnChecks(errors, right, { verdict: "refuted", later: "undone" }, "/w");
      else learnChecks(errors, right, { verdict: "proved", later: "stayed" }, "/w");
    }
    return errors.rates.f;
  };
  for (const noticed of [0.2, 0.6, 1]) {
    const [strict, lax] = [learnt(0.1, noticed), learnt(0.3, noticed)];
    assert.ok(strict > 0.06 && strict < 0.17, `${strict} at ${noticed}`);
    assert.ok(lax > 0.18 && lax < 0.38, `${lax} at ${noticed}`);
  }
});

test("a proved result that is not taken back is right the likelier, the more of the wrong ones this user takes back", () => {
  const [careless, careful] = [fresh(), fresh()];
  const stayed: Said = { ...said("proved", "tests"), later: "stayed" };
  times(60, () => learnChecks(careless, 0.75, stayed, "/w"));
  times(50, () => learnChecks(careful, 0.75, stayed, "/w"));
  times(10, () => learnChecks(careful, 0.75, { verdict: "refuted", grounds: ["tests"], later: "undone" }, "/w"));
  const wrong = (errors: typeof careful) => tellingOf(errors, { verdict: "proved", later: "stayed" })?.wrong ?? 1;
  assert.ok(wrong(careful) < wrong(careless) / 1.2, `${wrong(careful)} of ${wrong(careless)}`);
});
