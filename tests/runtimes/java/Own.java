// java Own.java EXPRESSION: what Java itself says.
import jdk.jshell.JShell;

class Own {
    public static void main(String[] arguments) {
        try (JShell shell = JShell.create()) {
            System.out.println(shell.eval(arguments[0]).get(0).value());
        }
    }
}
