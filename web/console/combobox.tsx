import type { Ref } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { render } from '../../functions/messages/fill-text.ts';
import { groupedNumber } from '../shared/grouped-number.ts';
import { useLanguage } from './texts.ts';
import { type Found, type SearchState, useSearch } from './use-search.ts';

/**
 * A field that finds parcels while somebody types, and the list of what it found: arrows and Enter choose, Escape
 * closes (the combobox of the ARIA practices; the focus stays in the field).
 */
export function ParcelCombobox(props: {
  label: string;
  isLabelShown?: boolean;
  placeholder?: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  onValue: (value: string) => void;
  onChosen: (found: Found) => void;
  within?: Ref<HTMLInputElement>;
}) {
  const { texts } = useLanguage();
  const id = useId();
  const search = useSearch(props.value);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const parcels = search.kind === 'found' ? search.parcels : [];
  useEffect(() => setActive(0), [props.value, parcels.length]);
  const isShown = isOpen && search.kind !== 'empty';
  const choose = (found: Found | undefined) => {
    if (!found) return;
    setOpen(false);
    props.onChosen(found);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isShown) {
      event.preventDefault();
      return setOpen(false);
    }
    if (event.key === 'Enter' && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      if (isShown) choose(parcels[active]);
      else setOpen(true);
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
    if (parcels.length === 0) return;
    setActive((active + (event.key === 'ArrowDown' ? 1 : parcels.length - 1)) % parcels.length);
  };
  const described = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={props.isLabelShown ? 'combobox field' : 'combobox'}>
      <label for={id} class={props.isLabelShown ? undefined : 'only-read-out'}>
        {props.label}
      </label>
      {props.hint && (
        <p id={`${id}-hint`} class="hint">
          {props.hint}
        </p>
      )}
      <input
        id={id}
        ref={props.within ?? null}
        type="text"
        role="combobox"
        autoComplete="off"
        spellcheck={false}
        maxLength={64}
        placeholder={props.placeholder}
        value={props.value}
        aria-expanded={isShown ? 'true' : 'false'}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && parcels.length > 0 ? `${id}-${active}` : undefined}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={described || undefined}
        onInput={(event) => {
          props.onValue(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {props.error && (
        <p id={`${id}-error`} class="error" role="alert">
          {props.error}
        </p>
      )}
      <p class="only-read-out" role="status">
        {isShown ? saidOf(search, texts.search) : ''}
      </p>
      <div class="found" hidden={!isShown}>
        {parcels.length === 0 && isShown && <p class="found-said">{saidOf(search, texts.search)}</p>}
        <div id={`${id}-list`} role="listbox" aria-label={props.label}>
          {parcels.map((found, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
            <div
              key={`${found.trackingNumber} ${found.claimId ?? found.outgoingNumber ?? ''}`}
              id={`${id}-${index}`}
              role="option"
              class="found-parcel"
              aria-selected={index === active ? 'true' : 'false'}
              // Before the field loses the focus, which closes the list.
              onMouseDown={(event) => event.preventDefault()}
              onMouseEnter={() => setActive(index)}
              onClick={() => choose(found)}
            >
              <FoundParcel found={found} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function FoundParcel({ found }: { found: Found }) {
  const { locale, texts } = useLanguage();
  const { matched } = texts.search;
  const number = found.matched === 'letter' ? found.outgoingNumber : found.claimId;
  return (
    <>
      <span class="found-number">{groupedNumber(found.trackingNumber)}</span>
      <span class="quiet">{render(matched[found.matched], { number: number ?? '' })}</span>
      {found.soldAt && (
        <span class="quiet found-date">
          {new Intl.DateTimeFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'medium' }).format(
            Date.parse(found.soldAt),
          )}
        </span>
      )}
    </>
  );
}

function saidOf(
  search: SearchState,
  texts: Record<'tooShort' | 'searching' | 'none' | 'found' | 'failed', string>,
): string {
  switch (search.kind) {
    case 'empty':
      return '';
    case 'too-short':
      return texts.tooShort;
    case 'searching':
      return texts.searching;
    case 'failed':
      return texts.failed;
    case 'found':
      return search.parcels.length === 0
        ? texts.none
        : render(texts.found, { count: String(search.parcels.length) });
  }
}
