// The app: one page, its parts loaded when they are needed. `HG_API` names the server that `npm run dev` asks.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2022",
    // The policy that the server sends allows no script or font from within a page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
  server: { proxy: { "/v1": process.env.HG_API ?? "http://127.0.0.1:8787" } },
});
