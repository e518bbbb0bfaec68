package wrong.core.print;

final class WrongPrint {
  void print() {
    System.out.println("seen");
  }
}
