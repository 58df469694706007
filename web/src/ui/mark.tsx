// The mark: the program's own logo, or ours, a cell of the honeycomb whose corner flies off.
export function Mark({ size = 24, logo }: { size?: number; logo?: string | null }) {
  if (logo) return <img src={logo} alt="" style={{ height: size, maxWidth: size * 4, flex: "none" }} />;
  return (
    <svg
      className="hg-mark"
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      focusable="false"
      style={{ flex: "none" }}
    >
      <path
        fill="currentColor"
        d="M14.6 1.7a3 3 0 0 1 2.8 0l9.600 5.400A3 3 0 0 1 28.500 9.700v6.100c-2.900.3-5.200 1.300-7.200 3.100l-3.200-.6 1.500 2.400c-1.900 2.500-3.100 5.700-3.600 9.800a3 3 0 0 1-1.400-.3L5 24.800a3 3 0 0 1-1.500-2.600V9.700A3 3 0 0 1 5 7.100zM30.800 18.400c-1.300 6.100-5.200 10-11.200 11.900.6-3.300 1.600-5.800 3.200-7.700 2-2.300 4.600-3.700 8-4.200z"
      />
    </svg>
  );
}
