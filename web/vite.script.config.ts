// The tracking script: one small file for merchants' pages.
import { defineConfig } from "vite";

export default defineConfig({
  publicDir: false,
  build: {
    target: "es2020",
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: { entry: "script/hg.ts", formats: ["iife"], name: "hg", fileName: () => "hg.js" },
  },
});
