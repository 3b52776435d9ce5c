// host.exe: what plugin.c calls, and a program that loads it; host.exe EXPRESSION prints what an expression
// of XPath is.
using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Xml.XPath;

public static class Host {
  [DllImport("plugin")]
  static extern int plugin_run();

  [MethodImpl(MethodImplOptions.InternalCall)]
  static extern int Twice(int number);

  public static string Evaluate(string expression) {
    var numbers = new StringReader("<numbers><n>1.5</n><n>2.25</n></numbers>");
    return Environment.Version + " " + new XPathDocument(numbers).CreateNavigator().Evaluate(expression);
  }

  public static string Reverse(string text) {
    char[] letters = text.ToCharArray();
    Array.Reverse(letters);
    return new string(letters);
  }

  public static string Throw() {
    throw new InvalidOperationException("thrown in C#");
  }

  public static string Catch() {
    try {
      return "twice is " + Twice(-1);
    } catch (ArgumentException error) {
      return error.ParamName;
    }
  }

  public static string Native() {
    return "twice is " + Twice(21);
  }

  // Files are what libmono-native.so is for.
  public static string Modules() {
    return Path.GetFileName(Directory.GetFiles("/etc/mono", "config")[0]);
  }

  public static int Main(string[] arguments) {
    if (arguments.Length == 0)
      return plugin_run();
    Console.WriteLine(Evaluate(arguments[0]));
    return 0;
  }
}
