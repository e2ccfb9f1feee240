/// How the page looks: one column on a phone, two on a wide screen, light or dark as the reader's
/// system has it, and on paper without what only a screen can do.
enum PageStyle {
    static let text =
        colours + layout + details + scoreboard + scenarios + paper + PageBoardStyle.text
    /// The styles that every page shares.
    static let base = colours + layout + details

    private static let colours = """
        :root { color-scheme: light dark;
          --ground: #fbfaf7; --panel: #ffffff; --line: #ddd8cc; --ink: #26221a; --note: #655f52;
          --soft: #f3f0e8; --link: #1f5c7a; --held: #2f7350; --broken: #b3293d; --open: #94610a;
          --fault: #77438a; --grey: #6b6558; --on: #ffffff; --bar: #8a8372; }
        @media (prefers-color-scheme: dark) { :root {
          --ground: #191712; --panel: #221f19; --line: #3d382e; --ink: #ece7da; --note: #aba392;
          --soft: #2b2820; --link: #8cc4e0; --held: #6fc49a; --broken: #ff8b97; --open: #e8b04a;
          --fault: #cf9de0; --grey: #a29a89; --on: #191712; --bar: #8a8372; } }
        .v-held { --c: var(--held) } .v-broken { --c: var(--broken) }
        .v-inconclusive { --c: var(--open) } .v-unexercised { --c: var(--grey) }
        .v-invalid { --c: var(--grey) }
        .v-fault { --c: var(--fault) } .v-none { --c: var(--grey) }

        """

    private static let layout = """
        * { box-sizing: border-box } [hidden] { display: none !important }
        html { scroll-padding-top: 12px; -webkit-text-size-adjust: 100% }
        body { margin: 0; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere }
        code, pre, .id { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
          font-size: .92em }
        a { color: var(--link) } a:focus-visible, summary:focus-visible {
          outline: 2px solid var(--link); outline-offset: 2px }
        header, main, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px }
        #nothing { padding: 12px 0 }
        header { padding-top: 32px } h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px }
        h2 { font-size: 20px; margin: 44px 0 6px } h3 { font-size: 16px; margin: 24px 0 8px }
        p { margin: 0 0 10px } .note { color: var(--note); font-size: 14px }
        .skip { position: absolute; left: -999px; background: var(--panel); padding: 8px 14px;
          border: 1px solid var(--line); border-radius: 6px } .skip:focus { left: 12px; top: 8px;
          z-index: 1 }
        nav .contents { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 16px 0 0;
          font-size: 14px }
        .symbols { position: absolute; width: 0; height: 0 }
        .icon { width: 16px; height: 16px; flex: none; vertical-align: -3px }
        .f { fill: var(--c) } .l, .o { fill: none; stroke-width: 1.8; stroke-linecap: round;
          stroke-linejoin: round } .l { stroke: var(--on) } .o { stroke: var(--c) }
        .headline { display: flex; gap: 10px; align-items: baseline; margin: 18px 0;
          padding: 12px 16px; border: 1px solid var(--line); border-left: 6px solid var(--c);
          border-radius: 6px; background: var(--panel); font-size: 17px }
        .totals { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 12px;
          margin: 0 } .totals div { background: var(--panel); border: 1px solid var(--line);
          border-radius: 6px; padding: 10px 14px }
        .totals dd { margin: 0; font-size: 26px; font-weight: 600; line-height: 1.2 }
        .totals dt { color: var(--note); font-size: 13px } .alarm { color: var(--broken) }
        .totals div { display: flex; flex-direction: column-reverse; justify-content: flex-end }
        table { border-collapse: collapse; width: 100%; font-size: 14px }
        th, td { text-align: right; padding: 5px 3px; border-bottom: 1px solid var(--line);
          font-variant-numeric: tabular-nums; vertical-align: baseline }
        th { font-weight: 600; color: var(--note); font-size: 12.5px; line-height: 1.25;
          overflow-wrap: normal } thead th { hyphens: none }
        thead th:last-child { hyphens: manual }
        th:first-child, td:first-child { text-align: left } tbody th { color: var(--ink) }
        th small { font-weight: 400 } .table { overflow-x: auto }
        tfoot td, tfoot th { font-weight: 600; border-bottom: 0 }
        .pairs { display: grid; gap: 0 20px; align-items: start;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 500px), 1fr)) }
        .pairs > div { min-width: 0 }
        .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
          padding: 6px 12px; margin: 0 0 12px }
        .plain { list-style: none; margin: 0; padding: 0 } .panel.plain { padding: 0 14px }
        .surprises li { padding: 10px 0; border-bottom: 1px solid var(--line) }
        .surprises li:last-child, .holes > li:last-child { border-bottom: 0 }
        .surprises p { margin: 2px 0 0 26px } .surprises .chip { vertical-align: -3px }
        .holes > li { padding: 10px 0; border-bottom: 1px solid var(--line) }
        .holes li > .id { font-weight: 600 } .by { font-size: 13px; margin-top: 2px }
        .by a { display: inline-block; max-width: 100%; margin-right: 4px }
        footer { color: var(--note); font-size: 13px; padding-top: 32px; padding-bottom: 40px }

        """

    private static let details = """
        .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 14px;
          margin: 0 0 14px; font-size: 14px } .facts dt { color: var(--note) }
        .facts dd { margin: 0 }
        .label { color: var(--note); font-size: 13px; margin: 8px 0 2px }
        .replay { display: block; padding: 6px 10px; background: var(--soft); border-radius: 4px;
          user-select: all; white-space: pre; overflow-x: auto }

        """

    private static let scoreboard = """
        .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 12px; padding: 0;
          font-size: 13px; color: var(--note); list-style: none }
        .wall { display: grid; grid-template-columns: 164px minmax(0, 1fr); gap: 8px 10px;
          align-items: start; padding: 12px }
        .wall > span { font-size: 14px; padding-top: 9px } .wall b { font-weight: 600 }
        .wall > span small { color: var(--note); font-size: 13px; margin-left: 6px }
        .cells { display: flex; flex-wrap: wrap; gap: 4px }
        .cell { display: flex; flex-direction: column; gap: 4px; padding: 3px;
          border: 1px solid var(--line); border-radius: 4px; background: var(--soft) }
        .cell:hover { border-color: var(--ink) }
        .cell.surprise { border: 2px solid var(--ink); padding: 2px; position: relative }
        .cell.surprise::after { content: "!"; position: absolute; top: -8px; right: -6px;
          width: 14px; height: 14px; border-radius: 7px; background: var(--ink);
          color: var(--ground); font: 700 11px/14px sans-serif; text-align: center }

        """

    private static let scenarios = """
        #filter { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center;
          margin: 10px 0; font-size: 14px } #filter output { color: var(--note) }
        #filter input[type=search] { font: inherit; color: inherit; background: var(--panel);
          border: 1px solid var(--line); border-radius: 6px; padding: 6px 10px; width: 300px;
          max-width: 100% }
        .scenario { border: 1px solid var(--line); border-radius: 6px; background: var(--panel);
          margin: 0 0 6px } .scenario.surprise { box-shadow: inset 5px 0 var(--broken) }
        .scenario > summary { display: grid; cursor: pointer; padding: 8px 12px; gap: 2px 14px;
          grid-template-columns: 92px minmax(0, 1fr) 152px 152px; align-items: center;
          list-style: none } summary::-webkit-details-marker { display: none }
        .scenario > summary:hover { background: var(--soft) }
        .scenario > summary .id::before { content: "▸"; display: inline-block; width: 14px;
          color: var(--note) } .scenario[open] > summary .id::before { content: "▾" }
        .scenario > summary .id { font-weight: 600 } .of-hardened { grid-column: -2 }
        .scenario[open] > summary { border-bottom: 1px solid var(--line) }
        .chip { display: inline-flex; gap: 6px; align-items: center; font-size: 13px;
          color: var(--c); font-weight: 600; line-height: 1.25 } .chip .icon { vertical-align: 0 }
        .chip small { display: block; font-weight: 400; font-size: 11px; color: var(--note) }
        .detail { padding: 12px 16px 16px } .about { max-width: 78ch }
        .profiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px }
        .profiles > section { border: 1px solid var(--line); border-top: 4px solid var(--c);
          border-radius: 6px; padding: 10px 14px; min-width: 0 }
        .profiles h4 { margin: 0 0 6px; font-size: 15px; display: flex; flex-wrap: wrap;
          gap: 2px 10px; align-items: center } .profiles .note { font-weight: 400 }
        .evidence { margin: 0 0 8px; padding-left: 10px; border-left: 3px solid var(--line) }
        .guards { display: flex; flex-wrap: wrap; gap: 4px 8px; margin: 0 0 8px }
        .guards li { font-size: 13px; border: 1px solid var(--line); border-radius: 4px;
          padding: 0 6px; background: var(--soft) } .guards .missed { border-style: dashed }
        .measure { margin: 0 0 8px } .measure svg { display: block; width: 100%; height: 26px }
        .track { fill: var(--soft); stroke: var(--line) } .amount { fill: var(--bar) }
        .over .amount { fill: var(--broken) } .bound { stroke: var(--ink); stroke-width: 2;
          stroke-dasharray: 4 2 } .measure figcaption { font-size: 13px; color: var(--note) }
        .log > summary { cursor: pointer; font-size: 13px; color: var(--link) }
        .log pre { margin: 6px 0 0; padding: 8px 10px; max-height: 320px; overflow-y: auto;
          background: var(--soft); border-radius: 4px; font-size: 12px; white-space: pre-wrap }
        .digest { font-size: 12px; color: var(--note) }

        """

    private static let paper = """
        @media (min-width: 1160px) { tbody th { white-space: nowrap } }
        @media screen and (max-width: 760px) {
          header, main, footer { padding-left: 14px; padding-right: 14px }
          header { padding-top: 20px } h1 { font-size: 24px } h2 { margin-top: 34px }
          .totals { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px }
          .totals div { padding: 8px 10px } .totals dd { font-size: 21px }
          .totals dt { font-size: 12px; line-height: 1.3 }
          .wall { grid-template-columns: minmax(0, 1fr); gap: 4px; padding: 8px 10px }
          .wall > span { padding-top: 6px } .panel { padding: 4px 8px }
          table { font-size: 13px } th { font-size: 11px } th, td { padding: 5px 2px }
          tbody th small { display: none }
          .scenario > summary { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
          .scenario > summary .id, .scenario > summary .title { grid-column: 1 / -1 }
          .chip { font-size: 12px } .detail { padding: 10px 10px 10px 14px } .facts { gap: 0 10px }
          .profiles { grid-template-columns: minmax(0, 1fr) }
          #filter input[type=search] { width: 100% } .surprises p { margin-left: 0 } }
        @media screen and (max-width: 380px) { thead th { hyphens: manual } }
        @media print {
          :root { color-scheme: light; --ground: #fff; --panel: #fff; --soft: #f3f0e8;
            --line: #bbb6a9; --ink: #000; --note: #444; --link: #000; --held: #2f7350;
            --broken: #b3293d; --open: #94610a; --fault: #77438a; --grey: #6b6558; --on: #fff }
          * { -webkit-print-color-adjust: exact; print-color-adjust: exact }
          body { font-size: 10.5pt } header, main, footer { max-width: none; padding: 0 }
          #filter, .skip, nav { display: none } a { text-decoration: none }
          .totals { grid-template-columns: repeat(3, minmax(0, 1fr)) }
          .scenario, .profiles > section, .holes > li, .surprises li, tr, .cells {
            break-inside: avoid } h2, h3 { break-after: avoid }
          .log pre { max-height: none }
          .replay { white-space: pre-wrap } tfoot { display: table-row-group } }

        """
}
