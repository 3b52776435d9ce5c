// java Host PLUGIN: loads it as Java loads libraries of native methods. C programs also use this class.
import jdk.jshell.JShell;

class Host {
    static native int work();

    static native int twice(int number);

    static int quadruple(int number) {
        return twice(twice(number));
    }

    static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    static String evaluate(String expression) {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            return shell.eval(expression).get(0).value();
        }
    }

    public static void main(String[] arguments) {
        System.load(arguments[0]);
        System.exit(work());
    }
}
