// The look: warm neutrals, one accent, one radius, one shadow.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const honey: MantineColorsTuple = [
  "#fff7e0",
  "#feecc0",
  "#fbdb8c",
  "#f8c955",
  "#f5b82e",
  "#e5a000",
  "#c98600",
  "#9c6700",
  "#744c00",
  "#4a3000",
];
const earth: MantineColorsTuple = [
  "#faf9f6",
  "#f2f0ea",
  "#e6e3da",
  "#d3cfc4",
  "#a8a396",
  "#7b766a",
  "#5c584e",
  "#3b3832",
  "#26231e",
  "#1c1a17",
];

export const theme = createTheme({
  primaryColor: "honey",
  primaryShade: { light: 5, dark: 4 },
  colors: { honey, gray: earth },
  autoContrast: true,
  luminanceThreshold: 0.35,
  black: "#1c1a17",
  defaultRadius: 8,
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "620" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  shadows: { sm: "0 1px 2px rgb(28 26 23 / 6%)", md: "0 8px 28px rgb(28 26 23 / 12%)" },
  cursorType: "pointer",
  respectReducedMotion: true,
});

/** What is outlined in a color means the same as a state in it, by day and by night. */
const OUTLINES = {
  "--mantine-color-red-outline": "var(--hg-bad)",
  "--mantine-color-yellow-outline": "var(--hg-wait)",
  "--mantine-color-green-outline": "var(--hg-good)",
  "--mantine-color-blue-outline": "var(--hg-tell)",
  "--mantine-color-honey-outline": "var(--hg-accent)",
  "--mantine-color-gray-outline": "var(--mantine-color-dimmed)",
};

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#faf9f6",
    "--mantine-color-text": "#1c1a17",
    "--mantine-color-dimmed": "#625d52",
    "--mantine-color-anchor": "#744c00",
    "--mantine-color-placeholder": "#757063",
    "--mantine-color-error": "#b3261e",
    "--hg-card": "#ffffff",
    "--hg-border": "#e6e3da",
    "--hg-hover": "#f2f0ea",
    "--hg-good": "#1f6f43",
    "--hg-good-ground": "#e4f3ea",
    "--hg-wait": "#855600",
    "--hg-wait-ground": "#fdf0d2",
    "--hg-bad": "#b3261e",
    "--hg-bad-ground": "#fbe6e4",
    "--hg-tell": "#1f5a96",
    "--hg-tell-ground": "#e4eefa",
    "--hg-accent": "#c98600",
    ...OUTLINES,
  },
  dark: {
    "--mantine-color-body": "#14130f",
    "--mantine-color-text": "#edeae2",
    "--mantine-color-dimmed": "#a8a396",
    "--mantine-color-anchor": "#f8c955",
    "--mantine-color-placeholder": "#918c7f",
    "--mantine-color-error": "#ff9a90",
    "--hg-card": "#1e1c18",
    "--hg-border": "#3b3832",
    "--hg-hover": "#26231e",
    "--hg-good": "#7fd1a2",
    "--hg-good-ground": "#17301f",
    "--hg-wait": "#f8c955",
    "--hg-wait-ground": "#372a0c",
    "--hg-bad": "#ff9a90",
    "--hg-bad-ground": "#3d1916",
    "--hg-tell": "#8fc1f5",
    "--hg-tell-ground": "#15293f",
    "--hg-accent": "#f5b82e",
    ...OUTLINES,
  },
});
