/** What it takes to start a bundle with nothing in it. */
export {};
