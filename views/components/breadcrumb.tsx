interface Props {
  readonly steps: readonly { readonly name: string; readonly path: string }[];
  readonly last: string;
}

export function Breadcrumb({ steps, last }: Props) {
  return (
    <nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        {steps.map(({ name, path }) => (
          <li>
            <a href={path}>{name}</a>
          </li>
        ))}
        <li aria-current="page">{last}</li>
      </ol>
    </nav>
  );
}
