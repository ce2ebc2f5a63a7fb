@main
enum PayoffCommand {
  static func main() { print("payoff") }
}
