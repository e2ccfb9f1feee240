/// The looks of the scoreboard on the page: two marks side by side on a wide screen, one above the
/// other on a phone.
enum PageBoardStyle {
    static let text = """
        .cards { display: grid; gap: 12px;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)) }
        .cards > li { margin: 0; padding: 10px 14px } .cards p { margin: 2px 0 }
        .cards .note { font-size: 13px } .cards .chip { display: flex }
        .cards .chip .icon { align-self: center }
        .grid { table-layout: fixed } .grid th, .grid td { vertical-align: top }
        .grid th:first-child { width: 15% } .grid tbody th { white-space: normal }
        .grid thead th, .grid td { text-align: left }
        .half { display: inline-flex; gap: 4px; align-items: center; min-width: 50%;
          color: var(--c); font-weight: 600; font-size: 13px; white-space: nowrap }
        .half .icon { width: 14px; height: 14px } .half sup { line-height: 1; font-weight: 400 }
        .grid tfoot td { border-bottom: 0 } .grid tfoot tr:first-child > * {
          border-top: 1px solid var(--note) } .grid .sum > * { padding: 1px 3px }
        .grid .sum td { padding-left: 21px; font-weight: 400 }
        .grid .about { display: block }
        .ids { display: block; font-size: 12px; line-height: 1.35 } .ids .id { margin-right: 5px;
          white-space: nowrap; display: inline-block; max-width: 100%; overflow-x: clip }
        .reasons { padding-left: 22px; max-width: 90ch }
        @media screen and (max-width: 760px) {
          .totals dd { font-size: 17px }
          .half { display: flex; min-width: 0; gap: 3px; font-size: 10.5px }
          .half .icon { width: 11px; height: 11px } .grid .about { display: none }
          .grid th, .grid td { padding: 4px 1px } .grid .sum td { padding-left: 15px }
          .grid th:first-child { width: 54px } .grid tfoot th { font-size: 11px }
          .grid tbody th { font-size: 10.5px; letter-spacing: -.2px } .ids { font-size: 10px }
          .grid tfoot .half { font-size: 10px; letter-spacing: -.3px }
          .grid .sum th { font-size: 10px; font-weight: 400 } }

        """
}
