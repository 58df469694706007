// A QR code to look at, and to save as SVG or PNG.
import { Button, Group } from "@mantine/core";
import { encode, renderSVG } from "uqr";
import { useWords } from "../words/words";

const PNG_PIXELS_PER_MODULE = 16;
const QUIET_MODULES = 4;

export function Qr({ of, name }: { of: string; name: string }) {
  const { t } = useWords();
  const svg = renderSVG(of, { border: QUIET_MODULES });
  const save = (content: Blob, ending: string) => {
    const file = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = file;
    link.download = `${name}.${ending}`;
    link.click();
    URL.revokeObjectURL(file);
  };
  const png = () => {
    const { data, size } = encode(of, { border: QUIET_MODULES });
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size * PNG_PIXELS_PER_MODULE;
    const brush = canvas.getContext("2d");
    if (!brush) return;
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.fillStyle = "#000";
    const side = PNG_PIXELS_PER_MODULE;
    for (const [y, row] of data.entries()) {
      for (const [x, dark] of row.entries()) {
        if (dark) brush.fillRect(x * side, y * side, side, side);
      }
    }
    canvas.toBlob((made) => made && save(made, "png"));
  };
  return (
    <Group align="flex-end">
      <img
        alt={t("qr.alt", { name })}
        width={148}
        height={148}
        style={{ borderRadius: 8, background: "#fff" }}
        src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      />
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          onClick={() => save(new Blob([svg], { type: "image/svg+xml" }), "svg")}
        >
          SVG
        </Button>
        <Button size="xs" variant="default" onClick={png}>
          PNG
        </Button>
      </Group>
    </Group>
  );
}
