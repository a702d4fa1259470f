import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

// Where `npm run dev` finds a running gateway.
const gateway = "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [vue()],
  build: {
    target: ["es2020", "safari14"],
    // The gateway's policy is default-src 'self': nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": gateway } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
