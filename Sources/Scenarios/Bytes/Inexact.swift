/// Why bytes have no exact reading.
package struct Inexact: Error, Equatable {
    package let why: String

    package init(why: String) {
        self.why = why
    }
}
