// A side panel with an address of its own: closing it is going back to the list.
import { Drawer } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useWords } from "../words/words";

export function SidePanel({ title, to, children }: { title: ReactNode; to: string; children: ReactNode }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState(true);
  return (
    <Drawer
      opened={open}
      onClose={() => setOpen(false)}
      position="right"
      size="lg"
      title={title}
      transitionProps={{
        duration: 120,
        onExited: () => navigate({ to, search: ((before: object) => before) as never }),
      }}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {children}
    </Drawer>
  );
}
