// Room beside a chart for its first and last day, which else are cut off in a narrow window. For echartsOptions.
export const room = { grid: { left: 24, right: 36 } };
