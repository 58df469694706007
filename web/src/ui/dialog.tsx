// Forms in dialogs: opened by a button, or asking why before something is taken away.
import { Button, type ButtonProps, Group, Modal, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../words/words";
import { ReasonField } from "./fields";

/** A button, and what it opens: begun anew each time, closed by `done`. */
export function FormDialog({
  title,
  children,
  ...button
}: Omit<ButtonProps, "children"> & { title: string; children: (done: () => void) => ReactNode }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const done = () => setOpen(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        {...button}
        style={{ alignSelf: "flex-start" }}
        onClick={() => setOpen(true)}
      >
        {title}
      </Button>
      <Modal opened={open} onClose={done} title={title} closeButtonProps={{ "aria-label": t("close") }}>
        {children(done)}
      </Modal>
    </>
  );
}

/** Asks before it is done, saying what is done; `go` answers whether it was. Closed while there is no title. */
export function Confirm({
  title,
  children,
  close,
  go,
  busy,
}: {
  title: string | null;
  children: ReactNode;
  close: () => void;
  go: () => Promise<boolean>;
  busy: boolean;
}) {
  const { t } = useWords();
  return (
    <Modal
      opened={title !== null}
      onClose={close}
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack gap="sm">
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button
            loading={busy}
            data-autofocus
            onClick={async () => {
              if (await go()) close();
            }}
          >
            {title}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Asks why before it is done; `go` answers whether it was. Closed while there is no title. */
export function AskReason({
  title,
  close,
  go,
  busy,
}: {
  title: string | null;
  close: () => void;
  go: (reason: string) => Promise<boolean>;
  busy: boolean;
}) {
  const { t } = useWords();
  return (
    <Modal
      opened={title !== null}
      onClose={close}
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Why title={title ?? ""} close={close} go={go} busy={busy} />
    </Modal>
  );
}

function Why({
  title,
  close,
  go,
  busy,
}: {
  title: string;
  close: () => void;
  go: (reason: string) => Promise<boolean>;
  busy: boolean;
}) {
  const { t } = useWords();
  const [reason, setReason] = useState("");
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        if (await go(reason)) close();
      }}
    >
      <Stack gap="sm">
        <ReasonField value={reason} change={setReason} data-autofocus />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {title}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
