// An address where nothing is.
import { Button } from "@mantine/core";
import { useWords } from "../../words/words";
import { Entrance } from "./frame";

export function Absent() {
  const { t } = useWords();
  return (
    <Entrance title={t("absent.title")} text={t("absent.text")}>
      <Button component="a" href="/">
        {t("absent.home")}
      </Button>
    </Entrance>
  );
}
