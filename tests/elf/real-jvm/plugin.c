//! about: a real libjvm, whose symbols have a version and which is far from any search path: JNI_CreateJavaVM returns 0
//! runtime: none
//! host: host.c
//! manifest: plugin.toml
//! plugin-cflags: -I/usr/lib/jvm/default-java/include -I/usr/lib/jvm/default-java/include/linux
//! libs: -L/usr/lib/jvm/default-java/lib/server -ljvm
//! requires: /usr/lib/jvm/default-java/include/jni.h /usr/lib/jvm/default-java/lib/server/libjvm.so
//! env: LD_LIBRARY_PATH=/usr/lib/jvm/default-java/lib/server
//! expect-no-dynamic: libjvm
//! hosts: local absent
#include <jni.h>

#include <stdio.h>

int plugin_run(void) {
  JavaVMOption options[] = {
      {"-Xshare:auto", 0}, {"-Xmx32m", 0}, {"-XX:+UseSerialGC", 0}, {"-XX:TieredStopAtLevel=1", 0}};
  JavaVMInitArgs arguments = {JNI_VERSION_10, 4, options, JNI_FALSE};
  JavaVM *machine = 0;
  JNIEnv *environment = 0;
  jint result = JNI_CreateJavaVM(&machine, (void **)&environment, &arguments);
  printf("JNI_CreateJavaVM %d\n", result);
  if (result != 0)
    return 1;
  jclass math = (*environment)->FindClass(environment, "java/lang/Math");
  jmethodID max = (*environment)->GetStaticMethodID(environment, math, "max", "(II)I");
  printf("max %d\n", (int)(*environment)->CallStaticIntMethod(environment, math, max, 3, 9));
  JavaVM *same = 0;
  jsize count = 0;
  JNI_GetCreatedJavaVMs(&same, 1, &count);
  printf("machines %d same %d\n", (int)count, same == machine);
  return 0;
}
