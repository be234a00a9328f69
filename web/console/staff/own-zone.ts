/** Of whoever sits here: an absence is theirs or their colleague's, by the same wall clock. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
