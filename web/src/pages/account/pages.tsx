// Logging in, choosing a new password, accepting an invitation.
import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { api, Problem } from "../../api/client";
import { queries } from "../../api/queries";
import { Refusal, useAction } from "../../ui/action";
import { useWords } from "../../words/words";
import { dropToken, Entrance, takeToken } from "./frame";
import { ownPage } from "./own-page";

function enter(next?: string) {
  queries.clear();
  dropToken();
  window.location.assign(ownPage(next, window.location.origin));
}

export function LogIn() {
  const { t } = useWords();
  const search = useSearch({ strict: false }) as { next?: string; over?: string };
  const [token] = useState(takeToken);
  const [given, setGiven] = useState({ email: "", password: "", code: "" });
  const [needsCode, setNeedsCode] = useState(false);
  const [sent, setSent] = useState<"link" | "reset" | null>(null);
  const set = (name: keyof typeof given) => (event: { currentTarget: { value: string } }) =>
    setGiven({ ...given, [name]: event.currentTarget.value });
  const logIn = useAction(async () => {
    const proof = token ? { token } : { email: given.email, password: given.password };
    const code = given.code ? { code: given.code } : {};
    await api.POST("/v1/session", { body: { ...proof, ...code } });
    enter(search.next);
  });
  const sendLink = useAction(async () => {
    await api.POST("/v1/session/links", { body: { email: given.email } });
    setSent("link");
  });
  const sendReset = useAction(async () => {
    await api.POST("/v1/password-resets", { body: { email: given.email } });
    setSent("reset");
  });
  useEffect(() => {
    if (logIn.error instanceof Problem && logIn.error.code === "second_factor_needed") setNeedsCode(true);
    if (logIn.error instanceof Problem && logIn.error.code === "link_spent") dropToken();
  }, [logIn.error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.go();
  };
  const first = needsCode && !given.code;
  if (sent) {
    return (
      <Entrance
        title={t("log_in.sent_title")}
        text={t(sent === "link" ? "log_in.sent_link" : "log_in.sent_reset", { email: given.email })}
      >
        <Anchor component="button" type="button" onClick={() => setSent(null)}>
          {t("back")}
        </Anchor>
      </Entrance>
    );
  }
  return (
    <Entrance title={t("log_in")} text={search.over ? t("log_in.over") : undefined}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {token ? (
            <Text>{t("log_in.with_link")}</Text>
          ) : (
            <>
              <TextInput
                label={t("email")}
                type="email"
                autoComplete="username"
                required
                value={given.email}
                onChange={set("email")}
                error={logIn.wrong("email")}
              />
              <PasswordInput
                label={t("password")}
                autoComplete="current-password"
                required
                value={given.password}
                onChange={set("password")}
              />
            </>
          )}
          {needsCode && (
            <TextInput
              label={t("second_factor.code")}
              description={t("second_factor.code_hint")}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
              value={given.code}
              onChange={set("code")}
            />
          )}
          {!first && <Refusal of={logIn} fields={["email"]} />}
          <Button type="submit" loading={logIn.busy}>
            {t("log_in")}
          </Button>
          {!token && (
            <>
              <Divider label={t("or")} />
              <Button
                variant="default"
                loading={sendLink.busy}
                disabled={!given.email}
                onClick={() => sendLink.go()}
              >
                {t("log_in.send_link")}
              </Button>
              <Anchor
                component="button"
                type="button"
                size="sm"
                disabled={!given.email}
                onClick={() => given.email && sendReset.go()}
              >
                {t("log_in.forgot")}
              </Anchor>
              <Refusal of={sendLink} />
              <Refusal of={sendReset} />
            </>
          )}
        </Stack>
      </form>
    </Entrance>
  );
}

export function ResetPassword() {
  const { t } = useWords();
  const [token] = useState(takeToken);
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const reset = useAction(async () => {
    await api.POST("/v1/password-resets/redeem", { body: { token, password } });
    dropToken();
    setDone(true);
  });
  if (done) {
    return (
      <Entrance title={t("reset.done")} text={t("reset.done_text")}>
        <Button component="a" href="/log-in">
          {t("log_in")}
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance title={t("reset.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reset.go();
        }}
      >
        <Stack gap="sm">
          {!token && (
            <Alert color="red" variant="outline">
              {t("error.link_spent")}
            </Alert>
          )}
          <PasswordInput
            label={t("new_password")}
            description={t("password_hint")}
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={reset.wrong("password")}
          />
          <Refusal of={reset} fields={["password"]} />
          <Button type="submit" loading={reset.busy} disabled={!token}>
            {t("reset.do")}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}

export function AcceptInvitation() {
  const { t } = useWords();
  const [token] = useState(takeToken);
  const [given, setGiven] = useState({ name: "", password: "" });
  const [known, setKnown] = useState(false);
  const accept = useAction(async () => {
    const body = {
      token,
      ...(given.name ? { name: given.name } : {}),
      ...(given.password ? { password: given.password } : {}),
    };
    const { data } = await api.POST("/v1/invitations/accept", { body });
    if (data?.is_logged_in) enter();
    else {
      dropToken();
      setKnown(true);
    }
  });
  if (known) {
    return (
      <Entrance title={t("invitation.known_title")} text={t("invitation.known")}>
        <Button component="a" href="/log-in">
          {t("log_in")}
        </Button>
      </Entrance>
    );
  }
  return (
    <Entrance title={t("invitation.title")} text={t("invitation.text")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          accept.go();
        }}
      >
        <Stack gap="sm">
          {!token && (
            <Alert color="red" variant="outline">
              {t("error.link_spent")}
            </Alert>
          )}
          <TextInput
            label={t("your_name")}
            autoComplete="name"
            required
            value={given.name}
            onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
            error={accept.wrong("name")}
          />
          <PasswordInput
            label={t("password")}
            description={t("invitation.password_hint")}
            autoComplete="new-password"
            value={given.password}
            onChange={(event) => setGiven({ ...given, password: event.currentTarget.value })}
            error={accept.wrong("password")}
          />
          <Refusal of={accept} fields={["name", "password"]} />
          <Button type="submit" loading={accept.busy} disabled={!token}>
            {t("invitation.accept")}
          </Button>
        </Stack>
      </form>
    </Entrance>
  );
}
