import type { ComponentChildren } from 'preact';

export function Facts({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="case-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
