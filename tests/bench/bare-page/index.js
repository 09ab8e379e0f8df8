// The least that an Expo page can be: what ours is measured beside.
import { registerRootComponent } from "expo";
import { Pressable, ScrollView, Text, View } from "react-native";

function Bare() {
  return (
    <ScrollView role="main">
      <Text role="heading">Bare</Text>
      <View>
        <Pressable role="button" style={{ minHeight: 52 }}>
          <Text>A button</Text>
        </Pressable>
      </View>
    </ScrollView>
  );
}

registerRootComponent(Bare);
