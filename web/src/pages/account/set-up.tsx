// The first visit: workspace and owner, program, terms, first partner and link, the snippet, and the first click as it
// happens.
import {
  Alert,
  Button,
  Code,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Stepper,
  Text,
  TextInput,
} from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { api, good, type Schemas } from "../../api/client";
import { takeSeat } from "../../api/place";
import { queries } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { useLiveClicks } from "../../ui/live";
import { CopyValue, When } from "../../ui/said";
import { CURRENCIES } from "../../words/currencies";
import { millionthsOf } from "../../words/format";
import { useWords } from "../../words/words";
import { dropToken, Entrance, takeToken } from "./frame";

interface Made {
  program: Schemas["Program"];
  partner?: Schemas["Partner"];
  link?: Schemas["Link"];
  key?: string;
}

export function SetUp() {
  const { t } = useWords();
  const [token] = useState(takeToken);
  const [step, setStep] = useState(0);
  const [made, setMade] = useState<Made | null>(null);
  const steps = [
    t("set_up.owner"),
    t("set_up.program"),
    t("set_up.terms"),
    t("set_up.partner"),
    t("set_up.snippet"),
  ];
  return (
    <Entrance title={t("set_up.title")} text={t("set_up.text")} wide>
      <Stepper active={step} size="xs" mb="lg" allowNextStepsSelect={false} aria-label={t("set_up.title")}>
        {steps.map((label) => (
          <Stepper.Step key={label} label={label} />
        ))}
      </Stepper>
      {step === 0 && <Owner token={token} done={() => setStep(1)} />}
      {step === 1 && (
        <Program
          done={(program) => {
            setMade({ program });
            setStep(2);
          }}
        />
      )}
      {step === 2 && made && <Terms program={made.program} done={() => setStep(3)} />}
      {step === 3 && made && (
        <FirstPartner
          program={made.program}
          done={(more) => {
            setMade({ ...made, ...more });
            setStep(4);
          }}
        />
      )}
      {step === 4 && made && <Snippet made={made} />}
    </Entrance>
  );
}

function Owner({ token, done }: { token: string; done: () => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState({ workspace: "", name: "", email: "", password: "" });
  const set = (name: keyof typeof given) => (event: { currentTarget: { value: string } }) =>
    setGiven({ ...given, [name]: event.currentTarget.value });
  const make = useAction(async () => {
    const logged = await good(api.POST("/v1/setup", { body: { token, ...given } }));
    dropToken();
    takeSeat(logged.seats);
    queries.clear();
    done();
  });
  return (
    <Form onSubmit={() => make.go()}>
      {!token && (
        <Alert color="yellow" variant="outline">
          {t("set_up.no_token")}
        </Alert>
      )}
      <TextInput
        label={t("set_up.workspace")}
        description={t("set_up.workspace_hint")}
        required
        value={given.workspace}
        onChange={set("workspace")}
        error={make.wrong("workspace")}
      />
      <TextInput
        label={t("your_name")}
        autoComplete="name"
        required
        value={given.name}
        onChange={set("name")}
        error={make.wrong("name")}
      />
      <TextInput
        label={t("email")}
        type="email"
        autoComplete="username"
        required
        value={given.email}
        onChange={set("email")}
        error={make.wrong("email")}
      />
      <PasswordInput
        label={t("password")}
        description={t("password_hint")}
        autoComplete="new-password"
        required
        value={given.password}
        onChange={set("password")}
        error={make.wrong("password")}
      />
      <Refusal of={make} fields={Object.keys(given)} />
      <Button type="submit" loading={make.busy} disabled={!token}>
        {t("set_up.make_owner")}
      </Button>
    </Form>
  );
}

function Program({ done }: { done: (program: Schemas["Program"]) => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState({ name: "", currency: "EUR", domain: "" });
  const make = useAction(async () => {
    const body = {
      name: given.name,
      currency: given.currency,
      allowed_domains: [given.domain],
    };
    done((await good(api.POST("/v1/programs", { body }))).program);
  });
  return (
    <Form onSubmit={() => make.go()}>
      <TextInput
        label={t("program.name")}
        description={t("program.name_hint")}
        required
        value={given.name}
        onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
        error={make.wrong("name")}
      />
      <Select
        label={t("program.currency")}
        description={t("program.currency_hint")}
        required
        searchable
        allowDeselect={false}
        data={CURRENCIES}
        value={given.currency}
        onChange={(currency) => setGiven({ ...given, currency: currency ?? "EUR" })}
        error={make.wrong("currency")}
      />
      <TextInput
        label={t("program.domain")}
        description={t("program.domain_hint")}
        placeholder="shop.example"
        required
        value={given.domain}
        onChange={(event) => setGiven({ ...given, domain: event.currentTarget.value })}
        error={make.wrong("allowed_domains")}
      />
      <Refusal of={make} fields={["name", "currency", "allowed_domains"]} />
      <Button type="submit" loading={make.busy}>
        {t("program.make")}
      </Button>
    </Form>
  );
}

function Terms({ program, done }: { program: Schemas["Program"]; done: () => void }) {
  const { t } = useWords();
  const [given, setGiven] = useState<{ percent: number | string; hold: number | string }>({
    percent: 20,
    hold: 30,
  });
  const publish = useAction(async () => {
    await api.POST("/v1/programs/{id}/terms", {
      params: { path: { id: program.id } },
      body: {
        rewards: [
          {
            event: "sale",
            kind: "percent",
            rate_millionths: millionthsOf(given.percent),
            recurrence: { kind: "recurring" },
          },
        ],
        hold_days: Number(given.hold),
      },
    });
    done();
  });
  return (
    <Form onSubmit={() => publish.go()}>
      <Text c="dimmed">{t("set_up.terms_text")}</Text>
      <NumberInput
        label={t("terms.percent")}
        suffix=" %"
        min={0.01}
        max={100}
        decimalScale={2}
        required
        value={given.percent}
        onChange={(percent) => setGiven({ ...given, percent })}
        error={publish.wrong("rewards.rate_millionths")}
      />
      <NumberInput
        label={t("terms.hold")}
        description={t("terms.hold_hint")}
        min={0}
        max={365}
        required
        value={given.hold}
        onChange={(hold) => setGiven({ ...given, hold })}
        error={publish.wrong("hold_days")}
      />
      <Refusal of={publish} fields={["hold_days"]} />
      <Button type="submit" loading={publish.busy}>
        {t("terms.publish")}
      </Button>
    </Form>
  );
}

function FirstPartner({
  program,
  done,
}: {
  program: Schemas["Program"];
  done: (made: Omit<Made, "program">) => void;
}) {
  const { t } = useWords();
  const domain = program.allowed_domains[0] ?? "";
  const [given, setGiven] = useState({ name: "", email: "", destination: `https://${domain}/` });
  const make = useAction(async () => {
    const enroll = {
      program_id: program.id,
      display_name: given.name,
      ...(given.email ? { email: given.email } : {}),
    };
    const { partner } = await good(api.POST("/v1/partners", { body: enroll }));
    const link = await good(
      api.POST("/v1/links", {
        body: { program_id: program.id, partner_id: partner.id, destination: given.destination },
      }),
    );
    const key = await good(
      api.POST("/v1/keys", { body: { name: t("set_up.key_name"), kind: "publishable" } }),
    );
    done({ partner, link, key: key.text });
  });
  return (
    <Form onSubmit={() => make.go()}>
      <Text c="dimmed">{t("set_up.partner_text")}</Text>
      <TextInput
        label={t("partner.name")}
        required
        value={given.name}
        onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
        error={make.wrong("display_name")}
      />
      <TextInput
        label={t("email_optional")}
        type="email"
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
        error={make.wrong("email")}
      />
      <TextInput
        label={t("link.destination")}
        required
        value={given.destination}
        onChange={(event) => setGiven({ ...given, destination: event.currentTarget.value })}
        error={make.wrong("destination")}
      />
      <Refusal of={make} fields={["display_name", "email", "destination"]} />
      <Button type="submit" loading={make.busy}>
        {t("set_up.make_partner")}
      </Button>
    </Form>
  );
}

export function snippetOf(key: string): string {
  return `<script src="${window.location.origin}/hg.js" data-key="${key}" defer></script>`;
}

function Snippet({ made }: { made: Made }) {
  const { t } = useWords();
  const { clicks, watching } = useLiveClicks();
  const first = clicks[0];
  const snippet = snippetOf(made.key ?? "");
  const [link] = useState(made.link?.url ?? "");
  useEffect(() => void queries.clear(), []);
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t("set_up.snippet_where")}</Text>
        <Group gap="xs" wrap="nowrap" align="flex-start" mt={6}>
          <Code block style={{ flex: 1, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {snippet}
          </Code>
          <CopyValue value={snippet} label={t("set_up.copy_snippet")} />
        </Group>
      </div>
      <div>
        <Text fw={600}>{t("set_up.try_link")}</Text>
        <Group gap="xs" mt={6}>
          <a href={link} target="_blank" rel="noreferrer">
            {link}
          </a>
          <CopyValue value={link} label={t("copy_link")} />
        </Group>
      </div>
      <Alert
        color={first ? "green" : "gray"}
        variant="outline"
        icon={first ? <IconCheck size={18} /> : undefined}
        role="status"
      >
        {first ? (
          <>
            {t("set_up.first_click", { device: first.device, browser: first.browser })} <When at={first.at} />
          </>
        ) : watching ? (
          t("set_up.waiting")
        ) : (
          t("set_up.connecting")
        )}
      </Alert>
      <Button component="a" href="/overview" variant={first ? "filled" : "default"}>
        {t("set_up.to_overview")}
      </Button>
    </Stack>
  );
}

function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="sm">{children}</Stack>
    </form>
  );
}
