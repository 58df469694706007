// Terms of a program's groups: what they say, the versions there were, and the form that publishes a new one.
import {
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { api, type Schemas } from "../../api/client";
import { Refusal, useAction } from "../../ui/action";
import { AmountField, PercentField } from "../../ui/fields";
import { Examples, Findings, NothingFound, useLint } from "../../ui/lint";
import { draftOfOffer, newOffer, OFFER_FIELDS, OfferFields, offerOf } from "../../ui/offer";
import { Card } from "../../ui/page";
import { When } from "../../ui/said";
import { readAmount } from "../../words/amount";
import { asDecimal, asPercent, digitsOf, millionthsOf } from "../../words/format";
import { useWords } from "../../words/words";
import { CapFields, newCap } from "./caps";
import { draftOf, newReward, rewardOf, STRATEGIES } from "./reward-draft";
import { RewardFields } from "./rewards";

type Shown = Schemas["ProgramShown"];
type Terms = Schemas["TermsShown"];

export function TermsTab({ shown }: { shown: Shown }) {
  const { t } = useWords();
  const [publishing, setPublishing] = useState<string | null>(null);
  const [group, setGroup] = useState("");
  const make = useAction(async () => {
    await api.POST("/v1/programs/{id}/groups", {
      params: { path: { id: shown.program.id } },
      body: { name: group },
    });
    setGroup("");
  }, t("saved"));
  const versionsOf = (group: string | null) =>
    shown.terms.filter((terms) => terms.group_id === group).sort((a, b) => b.version - a.version);
  return (
    <Stack>
      {shown.groups.map((one) => {
        const [latest, ...earlier] = versionsOf(one.id);
        return (
          <Card
            key={one.id}
            title={one.name}
            actions={
              <Button size="xs" variant={latest ? "default" : "filled"} onClick={() => setPublishing(one.id)}>
                {t(latest ? "terms.publish_new" : "terms.publish_first")}
              </Button>
            }
          >
            {latest ? (
              <>
                <Text size="sm" c="dimmed">
                  {t("terms.version", { version: latest.version })} · <When at={latest.published_at} />
                </Text>
                <ul style={{ margin: "8px 0 0", paddingInlineStart: 18 }}>
                  {latest.explanation.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
                {latest.acceptance === "by_partner" && (
                  <Text size="sm" c="dimmed" mt={6}>
                    {t("terms.by_partner")}
                  </Text>
                )}
                {earlier.length > 0 && (
                  <details style={{ marginTop: 10 }}>
                    <summary>{t("terms.earlier", { count: earlier.length })}</summary>
                    {earlier.map((terms) => (
                      <Text key={terms.id} size="sm" mt={6}>
                        {t("terms.version", { version: terms.version })} ·{" "}
                        <When at={terms.published_at} plain /> · {terms.explanation.join(" ")}
                      </Text>
                    ))}
                  </details>
                )}
              </>
            ) : (
              <Alert color="yellow" variant="outline">
                {t("terms.none")}
              </Alert>
            )}
          </Card>
        );
      })}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          make.go();
        }}
      >
        <Group align="flex-end">
          <TextInput
            label={t("group.make")}
            description={t("group.hint")}
            value={group}
            onChange={(event) => setGroup(event.currentTarget.value)}
            error={make.wrong("name")}
          />
          <Button type="submit" variant="default" disabled={!group} loading={make.busy}>
            {t("group.make")}
          </Button>
        </Group>
      </form>
      <Modal
        opened={publishing !== null}
        onClose={() => setPublishing(null)}
        title={t("terms.publish")}
        size="xl"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        {publishing && (
          <TermsForm
            key={publishing}
            program={shown.program}
            group={publishing}
            latest={versionsOf(publishing)[0]}
            close={() => setPublishing(null)}
          />
        )}
      </Modal>
    </Stack>
  );
}

function TermsForm({
  program,
  group,
  latest,
  close,
}: {
  program: Schemas["Program"];
  group: string;
  latest: Terms | undefined;
  close: () => void;
}) {
  const { t } = useWords();
  const { currency } = program;
  const [rewards, setRewards] = useState(() =>
    latest ? latest.rewards.map((reward) => draftOf(reward, currency)) : [newReward()],
  );
  const [caps, setCaps] = useState(() =>
    (latest?.caps ?? []).map((cap) => ({
      ...newCap(),
      per: cap.per,
      window: cap.window,
      amount: asDecimal(cap.amount, digitsOf(currency)),
    })),
  );
  const stacked = latest?.strategy.kind === "stack" ? latest.strategy.cap_millionths : null;
  const [given, setGiven] = useState({
    strategy: (latest?.strategy.kind ?? "first_match") as (typeof STRATEGIES)[number],
    stackCap: (stacked ? asPercent(stacked) : "") as number | string,
    hold: (latest?.hold_days ?? 30) as number | string,
    autoApprove:
      latest?.auto_approve_max == null ? "" : asDecimal(latest.auto_approve_max, digitsOf(currency)),
    byPartner: false,
    existing: false,
  });
  const [offer, setOffer] = useState(() =>
    latest?.customer_offer ? draftOfOffer(latest.customer_offer, currency) : newOffer("nothing"),
  );
  const lint = useLint(program.id);
  const drafted = () => ({
    group_id: group,
    rewards: rewards.map((reward) => rewardOf(reward, currency)),
    strategy:
      given.strategy === "stack"
        ? {
            kind: "stack" as const,
            ...(given.stackCap === "" ? {} : { cap_millionths: millionthsOf(given.stackCap) }),
          }
        : { kind: given.strategy },
    hold_days: Number(given.hold),
    caps: caps.map(({ per, window, amount }) => ({
      per,
      window,
      amount: readAmount("caps.amount", amount, currency),
    })),
  });
  const tried = useAction(() => lint.look({ terms: [drafted()] }));
  const publish = useAction(async () => {
    const draft = drafted();
    if (!(await lint.passes({ terms: [draft] }))) return;
    await api.POST("/v1/programs/{id}/terms", {
      params: { path: { id: program.id } },
      body: {
        ...draft,
        ...(given.autoApprove.trim() === ""
          ? {}
          : { auto_approve_max: readAmount("auto_approve_max", given.autoApprove, currency) }),
        customer_offer: offerOf(offer, currency),
        acceptance: given.byPartner ? "by_partner" : "by_publication",
        applies_to_existing: given.existing,
      },
    });
    notifications.show({ message: t("terms.published"), color: "green" });
    close();
  });
  const wrong = (field: string) => publish.wrong(field) ?? tried.wrong(field);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        publish.go();
      }}
    >
      <Stack gap="sm">
        {rewards.map((reward, place) => (
          <RewardFields
            key={reward.key}
            of={reward}
            place={place + 1}
            currency={currency}
            wrong={wrong}
            change={(next) => setRewards(rewards.map((it) => (it.key === next.key ? next : it)))}
            remove={
              rewards.length > 1 ? () => setRewards(rewards.filter((it) => it.key !== reward.key)) : null
            }
          />
        ))}
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => setRewards([...rewards, newReward()])}>
            {t("terms.add_reward")}
          </Button>
        </Group>
        {rewards.length > 1 && (
          <Group align="flex-end">
            <Select
              label={t("terms.strategy")}
              description={t(`terms.strategy.${given.strategy}_hint`)}
              allowDeselect={false}
              w={320}
              data={STRATEGIES.map((value) => ({ value, label: t(`terms.strategy.${value}`) }))}
              value={given.strategy}
              onChange={(value) => setGiven({ ...given, strategy: (value ?? "first_match") as "stack" })}
            />
            {given.strategy === "stack" && (
              <PercentField
                label={t("terms.stack_cap")}
                value={given.stackCap}
                onChange={(stackCap) => setGiven({ ...given, stackCap })}
                error={wrong("strategy.cap")}
              />
            )}
          </Group>
        )}
        <Title order={3} fz={13} c="dimmed">
          {t("terms.limits")}
        </Title>
        <CapFields of={caps} currency={currency} change={setCaps} wrong={wrong} />
        <NumberInput
          label={t("terms.hold")}
          description={t("terms.hold_hint")}
          min={0}
          max={365}
          required
          maw={320}
          value={given.hold}
          onChange={(hold) => setGiven({ ...given, hold })}
          error={wrong("hold_days")}
        />
        <AmountField
          label={t("terms.auto_approve_max", { currency })}
          description={t("terms.auto_approve_max_hint")}
          maw={320}
          value={given.autoApprove}
          change={(autoApprove) => setGiven({ ...given, autoApprove })}
          error={wrong("auto_approve_max")}
        />
        <Title order={3} fz={13} c="dimmed">
          {t("offer")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("terms.offer_hint")}
        </Text>
        <OfferFields
          titled
          of={offer}
          none={["nothing"]}
          currency={currency}
          change={setOffer}
          wrong={wrong}
        />
        <Switch
          label={t("terms.ask")}
          description={t("terms.ask_hint")}
          checked={given.byPartner}
          onChange={(event) => setGiven({ ...given, byPartner: event.currentTarget.checked })}
        />
        <Switch
          label={t("terms.existing")}
          description={t("terms.existing_hint")}
          checked={given.existing}
          onChange={(event) => setGiven({ ...given, existing: event.currentTarget.checked })}
        />
        <Alert color="gray" variant="outline">
          {t("terms.never_change")}
        </Alert>
        <Examples of={lint.examples} />
        <Findings of={lint.found} />
        <NothingFound look={lint.lookAt(() => ({ terms: [drafted()] }))} found={lint.found} />
        <Refusal of={publish} fields={SHOWN_BESIDE} />
        <Refusal of={tried} fields={SHOWN_BESIDE} />
        <Group>
          <Button type="submit" loading={publish.busy}>
            {lint.found.length > 0 ? t("lint.anyway") : t("terms.publish")}
          </Button>
          <Button variant="default" loading={tried.busy} onClick={() => tried.go()}>
            {t("terms.try")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const SHOWN_BESIDE = [
  ...OFFER_FIELDS,
  "hold_days",
  "auto_approve_max",
  "caps.amount",
  "rewards.amount",
  "rewards.rate_millionths",
  "rewards.recurrence",
  "strategy.cap",
  "rewards.when.values",
  "rewards.when.operator",
  "rewards.when.field",
  "rewards.tiers.from",
  "rewards.tiers.amount",
  "rewards.tiers.rate_millionths",
  "rewards.tiers.retroactive",
  "rewards.milestone",
  "rewards.milestone.at",
];
