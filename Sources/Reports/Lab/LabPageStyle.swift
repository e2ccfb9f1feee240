/// The styles of the lab's report, besides those of every page.
enum LabPageStyle {
    static let text = """
        .caption { padding: 10px 0 0; margin: 0 0 6px; color: var(--note); font-size: 14px;
          max-width: 90ch } .table { margin: 0 0 14px }
        td, tbody th { overflow-wrap: break-word; font-size: 14px }
        .table:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
        th, td { padding: 5px 8px; text-align: left; vertical-align: baseline }
        tbody th { max-width: 320px } td.is { color: var(--c); font-weight: 600 }
        td.hash { overflow-wrap: anywhere; min-width: 16ch;
          font-family: ui-monospace, Menlo, 'DejaVu Sans Mono', monospace; font-size: 13px }
        .map { width: auto; border-collapse: separate; border-spacing: 1px }
        .map th, .map td { border: 0; padding: 2px 3px; text-align: center; min-width: 28px;
          font-size: 12px } .map tbody th { text-align: right; font-weight: 400 }
        .map thead th { height: 118px; vertical-align: bottom; white-space: nowrap }
        .map thead th span { writing-mode: vertical-rl; transform: rotate(180deg) }
        .source { color: var(--note); font-size: 13px; margin: 2px 0 }
        figure { margin: 8px 0 16px; overflow-x: auto } figure img { max-width: 100%;
          height: auto; border: 1px solid var(--line); border-radius: 6px }
        details { margin: 0 0 10px } summary { cursor: pointer; color: var(--link) }
        .facts code { overflow-wrap: anywhere } .headline code { font-size: .86em }
        header, main, footer { max-width: 1280px }
        @media screen and (max-width: 760px) { header, main, footer { padding: 0 14px }
          header { padding-top: 20px } h1 { font-size: 24px } h2 { margin-top: 34px }
          th, td { padding: 4px 5px } tbody th { min-width: 120px; max-width: 170px;
          font-weight: 500 } td { min-width: 60px } td.is { min-width: 12ch }
          .map tbody th { min-width: 28px; max-width: none }
          .map td, .map td.is { min-width: 28px } }
        @media print {
          :root { color-scheme: light; --ground: #fff; --panel: #fff; --soft: #f3f0e8;
            --line: #bbb6a9; --ink: #000; --note: #444; --link: #000; --held: #2f7350;
            --broken: #b3293d; --open: #94610a; --fault: #77438a; --grey: #6b6558; --on: #fff }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
          body { font-size: 10pt } header, main, footer { max-width: none; padding: 0 }
          nav, .skip { display: none } .table { overflow: visible } tr { break-inside: avoid }
          h2, h3, .caption { break-after: avoid } }

        """
}
