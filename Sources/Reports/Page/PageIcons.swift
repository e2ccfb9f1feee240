internal import Trials

/// The marks of the page: each verdict has a shape of its own, so that nothing hangs on colour.
enum PageIcons {
    /// The name that classes and symbols carry.
    static func name(_ verdict: Verdict) -> String {
        switch verdict {
        case .held: "held"
        case .broken: "broken"
        case .inconclusive: "inconclusive"
        case .notExercised: "unexercised"
        case .labFault: "fault"
        case .invalidSubmission: "invalid"
        }
    }

    /// Defined once, used everywhere.
    static let symbols = """
        <svg class="symbols" aria-hidden="true"><defs>
        <symbol id="i-held" viewBox="0 0 16 16"><circle class="f" cx="8" cy="8" r="7"/>\
        <path class="l" d="M4.5 8.2l2.5 2.5 4.5-5"/></symbol>
        <symbol id="i-broken" viewBox="0 0 16 16">\
        <rect class="f" x="1.2" y="1.2" width="13.6" height="13.6" rx="2"/>\
        <path class="l" d="M5 5l6 6m0-6l-6 6"/></symbol>
        <symbol id="i-inconclusive" viewBox="0 0 16 16">\
        <path class="f" d="M8 .4L15.6 8 8 15.6.4 8z"/>\
        <path class="l" d="M5.2 8.6c1.2-2 2-2 2.8-.6s1.6 1.4 2.8-.6"/></symbol>
        <symbol id="i-unexercised" viewBox="0 0 16 16">\
        <circle class="o" cx="8" cy="8" r="6" stroke-dasharray="2.7 2"/></symbol>
        <symbol id="i-fault" viewBox="0 0 16 16"><path class="f" d="M8 .8l7.6 14H.4z"/>\
        <path class="l" d="M8 5.8v4.4m0 2.1v.1"/></symbol>
        <symbol id="i-invalid" viewBox="0 0 16 16">\
        <path class="o" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="o" d="M4 12l8-8"/></symbol>
        <symbol id="i-none" viewBox="0 0 16 16"><path class="o" d="M5 8h6"/></symbol>
        </defs></svg>
        """
}
